import assert from "node:assert/strict";
import { compile } from "../../../lib/tensorflow/compile/compile.ts";
import { Refused } from "../../../lib/tensorflow/compile/refused.ts";
import { device, tf } from "../../../lib/tensorflow/tf.ts";

const ignore = device.name !== "native";

interface Refusal {
  name: string;
  step: (x: tf.Tensor) => unknown;
  /** What the message names: the kernel or variable, the cause, and the remedy. */
  says: RegExp[];
  /** Tensors that the step itself leaves behind in every run. */
  leaks?: number;
}

const weight = () => tf.variable(tf.ones([2, 3]), true, undefined);
let calls = 0;
const w = ignore ? undefined! : weight();
const inner = compile((x: tf.Tensor) => x.add(1));
const dropout = tf.layers.dropout({ rate: 0.5 });

const refusals: Refusal[] = [
  {
    name: "a value computed in the step that the host reads",
    step: (x) => x.mul(x.add(1).dataSync()[0]),
    says: [/the result of add/, /on the host/, /tf\.where/],
  },
  {
    name: "an argument that the host reads",
    step: (x) => x.mul(x.dataSync()[0]),
    says: [/argument \[0\]/, /on the host/, /return/],
  },
  {
    name: "a variable that the host reads",
    step: (x) => x.mul(w.dataSync()[0]),
    says: [new RegExp(`variable "${w?.name}"`), /on the host/, /return/],
  },
  {
    name: "an if that depends on data",
    step: (x) => x.sum().arraySync() as number > 0 ? x : x.neg(),
    says: [/the result of sum/, /tf\.where chooses/],
  },
  {
    name: "print()",
    step: (x) => (x.exp().print(), x),
    says: [/the result of exp/, /read after the call/],
  },
  {
    name: "tf.randomNormal without a seed",
    step: (x) => x.add(tf.randomNormal([2, 3])),
    says: [/randomNormal/, /Math\.random/, /RandomStream/],
  },
  {
    name: "tf.layers.dropout, which draws on the host",
    step: (x) => dropout.apply(x, { training: true }),
    says: [/Math\.random/, /RandomStream/],
  },
  {
    name: "a number that the host changes from call to call",
    step: (x) => x.mul(++calls),
    says: [/another value into mul/, /pass what changes as an argument/],
  },
  {
    name: "kernels that change from call to call",
    step: (x) => ++calls % 2 ? x.add(1) : x.exp(),
    says: [/kernel 0 was/, /pass what changes as an argument/],
  },
  {
    name: "variables that are made in every call",
    step: (x) => x.add(tf.variable(tf.ones([2, 3]))),
    says: [/new variable in every call/, /make it once/],
  },
  {
    name: "an asynchronous step",
    step: (x) => Promise.resolve(x),
    says: [/asynchronous/, /plain function/],
  },
  {
    name: "a compiled step inside",
    step: (x) => inner(x),
    says: [/called inside another/, /plain function/],
  },
  {
    name: "a tensor that is kept beyond the step",
    step: (x) => (tf.keep(x.exp()), x.neg()),
    says: [/keeps 1 tensor/, /return/],
    leaks: 1,
  },
  {
    name: "the filter gradient with which TensorFlow corrupts memory",
    step: (x) =>
      tf.grad((f) =>
        tf.conv2d(
          x.reshape([1, 1, 2, 3]).tile([1, 4, 2, 1]) as tf.Tensor4D,
          f as tf.Tensor4D,
          2,
          "same",
        ).sum()
      )(tf.ones([1, 1, 3, 5])),
    says: [/Conv2DBackpropFilter/, /3 channels/, /corrupts/, /3x3/],
  },
];

for (const { name, step, says, leaks } of refusals) {
  Deno.test({
    name: `compile() refuses ${name}`,
    ignore,
    fn() {
      const before = new Set(Object.values(tf.engine().registeredVariables));
      const tensors = tf.memory().numTensors;
      const x = tf.tensor2d([[1, 2, 3], [5, 7, 11]]);
      const compiled = compile(step);
      assert.throws(() => compiled(x), (error: Error) => {
        assert(error instanceof Refused, String(error.stack));
        for (const part of says) assert.match(error.message, part);
        return true;
      });
      compiled.dispose();
      // TensorFlow.js works as before.
      const one = tf.tidy(() => tf.randomNormal([1]).mul(0).add(1).dataSync()[0]);
      assert.equal(one, 1);
      x.dispose();
      for (const variable of Object.values(tf.engine().registeredVariables)) {
        if (!before.has(variable)) variable.dispose();
      }
      assert.equal(tf.memory().numTensors, tensors + (leaks ?? 0));
    },
  });
}

Deno.test({
  name: "compile() refuses a learning rate that was changed after recording",
  ignore,
  fn() {
    for (const make of [() => tf.train.sgd(1), () => tf.train.adam(1)]) {
      const v = tf.variable(tf.scalar(0));
      const optimizer = make();
      const step = compile(() => optimizer.minimize(() => v.mul(1).asScalar(), true, [v])!);
      step().dispose();
      (optimizer as unknown as { setLearningRate?: (rate: number) => void }).setLearningRate?.(7);
      (optimizer as unknown as { learningRate: number }).learningRate = 7;
      assert.throws(() => step(), /learning rate of \w+ changed from 1 to 7.*tensor/);
      step.dispose();
      v.dispose();
      optimizer.dispose();
    }
  },
});

Deno.test({
  name: "compile() refuses to go on when a tensor that the step reads was disposed of",
  ignore,
  fn() {
    const data = tf.ones([3]);
    const step = compile((x: tf.Tensor) => x.add(data));
    step(tf.ones([3])).dispose();
    data.dispose();
    assert.throws(() => step(tf.ones([3])), /tensor \[3\].*disposed of.*keep it/);
    step.dispose();
  },
});

Deno.test({
  name: "compile() refuses to be called inside a gradient",
  ignore,
  fn() {
    const x = tf.scalar(1);
    const before = tf.memory().numTensors;
    assert.throws(() => tf.tidy(() => tf.grad((x) => inner(x))(x)), /inside a gradient.*has none/);
    assert.equal(tf.memory().numTensors, before);
    x.dispose();
  },
});

Deno.test({
  name: "compile() refuses the 33rd structure of arguments",
  ignore,
  fn() {
    const step = compile((rate: number) => w.mul(rate));
    for (let k = 0; k < 32; k++) step(k / 32).dispose();
    assert.throws(() => step(2), /32 structures.*tf\.scalar/);
    step.dispose();
  },
});

Deno.test({
  name: "compile() refuses a kernel that XLA does not have when XLA was asked for, and only then",
  ignore,
  fn() {
    const x = tf.ones([1, 2, 2, 1]);
    const grow = (x: tf.Tensor4D) => tf.image.resizeNearestNeighbor(x, [4, 6]);
    const slope = tf.grad((x: tf.Tensor) => grow(x as tf.Tensor4D).square().sum());
    const step = compile(slope, { engine: "xla" });
    assert.throws(() => step(x), /ResizeNearestNeighborGrad.*XLA.*"auto" or "session"/);
    const auto = compile(slope);
    const stacked = x.expandDims(0);
    const result = auto.many([stacked]);
    assert.deepEqual([...result.dataSync()], [12, 12, 12, 12]);
    assert.equal(auto.graphs[0].engine, "session");
    tf.dispose([x, stacked, result]);
    step.dispose();
    auto.dispose();
  },
});

Deno.test({
  name: "compile() refuses to let XLA compare float32 numbers for equality",
  ignore,
  fn() {
    const x = tf.tensor2d([[2, 3, 5], [7, 11, 13]]);
    // The gradient of max asks which of the numbers is the largest: x.pow(1.3), computed twice.
    const slope = (x: tf.Tensor) => tf.grad((x) => x.pow(1.3).max(1).sum())(x);
    const step = compile(slope, { engine: "xla" });
    assert.throws(() => step(x), /Equal.*XLA.*"auto" or "session"/);
    const auto = compile(slope, { expectedSteps: 1e6 });
    const [expected, found] = [slope(x), auto(x)];
    assert.equal(auto.graphs[0].engine, "session");
    found.dataSync().forEach((y, i) => assert(Math.abs(y - expected.dataSync()[i]) < 1e-5));
    tf.dispose([x, expected, found]);
    step.dispose();
    auto.dispose();
  },
});

Deno.test({
  name: "compile() runs a refused step eagerly when asked to",
  ignore,
  fn() {
    const step = compile((x: tf.Tensor) => x.mul(x.dataSync()[0]), { fallback: "eager" });
    for (const value of [2, 3]) {
      const y = step(tf.scalar(value));
      assert.equal(y.dataSync()[0], value * value);
    }
    assert.deepEqual(step.graphs, []);
    step.dispose();
  },
});

Deno.test("compile() says what an argument must be", () => {
  assert.throws(() => compile(7 as never), /must be a function, received number/);
  const step = compile((_: unknown) => tf.scalar(1));
  assert.throws(() => step(new Map()), /argument \[0\].*received a Map/);
});
