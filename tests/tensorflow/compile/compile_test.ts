import assert from "node:assert/strict";
import { compile } from "../../../lib/tensorflow/compile/compile.ts";
import { device, tf } from "../../../lib/tensorflow/tf.ts";

const ignore = device.name !== "native";

/** A test that fails when it leaves a tensor, a variable or a graph behind. */
function test(name: string, fn: () => void): void {
  Deno.test({
    name,
    ignore,
    fn() {
      const [tensors, graphs] = [tf.memory().numTensors, loadedGraphs()];
      fn();
      assert.equal(tf.memory().numTensors, tensors, "tensors left behind");
      assert.equal(loadedGraphs(), graphs, "graphs left behind");
    },
  });
}

function loadedGraphs(): number {
  const backend = tf.backend() as unknown as { getNumOfSavedModels?: () => number };
  return backend.getNumOfSavedModels?.() ?? 0;
}

const values = (tensor: tf.Tensor) => [...tensor.dataSync()];

/** A variable whose first value nobody else holds. */
const variable = (value: number) => tf.tidy(() => tf.variable(tf.scalar(value)));

const set = (v: tf.Variable, value: number) => tf.tidy(() => v.assign(tf.scalar(value)));

/** Reads results and disposes of them. */
function take(tensor: tf.Tensor): number[] {
  const read = values(tensor);
  tensor.dispose();
  return read;
}

test("compile() gives the step's results and leaves variables with their new values", () => {
  const total = variable(10);
  const step = compile((x: tf.Tensor) => {
    total.assign(total.add(x.sum()));
    return x.mul(total);
  });
  const [x, y] = [tf.tensor1d([2, 3]), tf.tensor1d([5, 7])];
  assert.deepEqual(take(step(x)), [30, 45]);
  assert.deepEqual(values(total), [15]);
  assert.deepEqual(take(step(y)), [135, 189]);
  assert.deepEqual(values(total), [27]);
  set(total, 1);
  assert.deepEqual(take(step(x)), [12, 18]);
  tf.dispose([x, y, total]);
  step.dispose();
});

test("compile() takes and gives tensors in any nesting, with constants between", () => {
  const step = compile((
    { images, more: [a, b] }: { images: tf.Tensor; more: [tf.Tensor, tf.Tensor] },
    training: boolean,
  ) => ({ sum: [images.add(a), { name: "difference", of: a.sub(b) }], training, nothing: null }));
  const [p, q, r] = [tf.scalar(2), tf.scalar(3), tf.scalar(7)];
  for (const training of [true, false]) {
    const result = step({ images: p, more: [q, r] }, training);
    const [sum, difference] = result.sum as [tf.Tensor, { name: string; of: tf.Tensor }];
    assert.deepEqual([take(sum), take(difference.of)], [[5], [-4]]);
    assert.equal(difference.name, "difference");
    assert.equal(result.training, training);
    assert.equal(result.nothing, null);
  }
  assert.equal(step.graphs.length, 2, "true and false are two graphs");
  tf.dispose([p, q, r]);
  step.dispose();
});

test("compile() records again when shapes or types change, and only then", () => {
  let runs = 0;
  const step = compile((x: tf.Tensor) => (runs++, x.add(x)));
  const arguments_ = [tf.ones([2, 3]), tf.ones([3, 2]), tf.ones([2, 3], "int32")];
  for (const x of arguments_) assert.deepEqual(take(step(x)), Array(6).fill(2));
  assert.equal(runs, 6, "two recordings each");
  for (const x of arguments_) {
    const y = step(x);
    assert.deepEqual([y.shape, y.dtype], [x.shape, x.dtype]);
    y.dispose();
  }
  assert.equal(runs, 6);
  tf.dispose(arguments_);
  step.dispose();
});

test("compile() records again when a variable's `trainable` changes", () => {
  const [a, b] = [variable(1), variable(1)];
  const optimizer = tf.train.sgd(0.5);
  const step = compile(() => optimizer.minimize(() => a.add(b).asScalar(), true)!);
  step().dispose();
  b.trainable = false;
  step().dispose();
  assert.deepEqual([values(a), values(b)], [[0], [0.5]]);
  step.dispose();
  tf.dispose([a, b]);
  optimizer.dispose();
});

test("compile() reads tensors from outside the step by reference, not by value", () => {
  const data = tf.linspace(0, 9, 10);
  const fresh = tf.tensor1d([1, 2, 3]); // still only on the host
  const step = compile((i: tf.Tensor1D) => tf.gather(data, i).add(fresh));
  const i = tf.tensor1d([9, 0, 4], "int32");
  assert.deepEqual(take(step(i)), [10, 2, 7]);
  const [{ bytes }] = step.graphs;
  assert(bytes < 4000, `the graph has ${bytes} bytes`);
  tf.dispose([data, fresh, i]);
  step.dispose();
});

test("compile() keeps apart a variable, its clone, and variables that share a value", () => {
  const a = variable(1);
  const b = variable(0);
  b.assign(a);
  const before = a.clone();
  const step = compile((x: tf.Tensor) => {
    a.assign(a.add(x));
    return tf.stack([a, b, before]);
  });
  const x = tf.scalar(1);
  assert.deepEqual(take(step(x)), [2, 1, 1]);
  assert.deepEqual(take(step(x)), [3, 1, 1]);
  assert.deepEqual(take(step(a)), [6, 1, 1], "the variable itself as the argument");
  assert.deepEqual([values(a), values(b), values(before)], [[6], [1], [1]]);
  const swap = compile(() => {
    const old = a.clone();
    a.assign(b);
    b.assign(old);
  });
  swap();
  assert.deepEqual([values(a), values(b)], [[1], [6]]);
  swap();
  assert.deepEqual([values(a), values(b)], [[6], [1]]);
  tf.dispose([a, b, before, x]);
  step.dispose();
  swap.dispose();
});

test("compile() gives results of their own: the same tensor twice, an argument, a variable", () => {
  const v = variable(3);
  const step = compile((x: tf.Tensor) => {
    const y = x.exp();
    return [y, y, x, v, tf.scalar(5)] as tf.Tensor[];
  });
  const x = tf.scalar(0);
  const first = step(x);
  first[0].dispose();
  first[3].dispose();
  assert.deepEqual(first.slice(1, 3).map(values), [[1], [0]]);
  assert.deepEqual(values(v), [3]);
  assert.deepEqual(values(first[4]), [5]);
  tf.dispose([first, x, v]);
  step.dispose();
});

test("compile() counts in int32 and chooses by bool", () => {
  const count = tf.tidy(() => tf.variable(tf.scalar(0, "int32"), false));
  const step = compile((x: tf.Tensor) => {
    count.assign(count.add(tf.scalar(1, "int32")));
    const even = count.mod(tf.scalar(2, "int32")).equal(tf.scalar(0, "int32"));
    return { even, y: tf.where(even, x, x.neg()) };
  });
  const x = tf.scalar(7);
  const xs = tf.stack([x, x, x]);
  const { even, y } = step.many([xs]);
  assert.deepEqual([take(even), take(y)], [[0, 1, 0], [-7, 7, -7]]);
  assert.deepEqual(values(count), [3]);
  tf.dispose([x, xs, count]);
  step.dispose();
});

test("many() gives every step's results, in native calls of any size, on both engines", () => {
  for (const engine of ["session", "xla"] as const) {
    const v = variable(0);
    const step = compile((x: tf.Tensor) => {
      v.assign(v.add(x.sum()));
      return { v: v.clone(), x: x.mul(2) };
    }, { engine });
    const rows = Array.from({ length: 23 }, (_, i) => [i, 2 * i]);
    const xs = tf.tensor2d(rows);
    let total = 0;
    const totals = rows.map(([a, b]) => total += a + b);
    for (const perCall of [100, 7, 1]) {
      set(v, 0);
      const result = step.many([xs], { perCall });
      assert.deepEqual(result.x.shape, [23, 2]);
      assert.deepEqual(take(result.v), totals);
      assert.deepEqual(take(result.x), rows.flat().map((x) => 2 * x));
      assert.deepEqual(values(v), [totals[22]]);
    }
    assert(step.graphs.every((graph) => graph.engine === engine));
    tf.dispose([v, xs]);
    step.dispose();
  }
});

test("calls() hands over the results of each native call, and can be left", () => {
  const v = variable(0);
  const step = compile((x: tf.Tensor) => {
    v.assign(v.add(x));
    return v.clone();
  });
  const xs = tf.ones([50]);
  const done: number[] = [];
  for (const piece of step.calls([xs], { perCall: 10 })) {
    done.push(...take(piece));
    if (done.length >= 25) break;
  }
  assert(done.length < 50, `${done.length} steps`);
  assert.deepEqual(done, done.map((_, i) => i + 1));
  assert.deepEqual(values(v), [done.length]);
  tf.dispose([v, xs]);
  step.dispose();
});

test("many() takes the number of steps where the step has no arguments, and checks it", () => {
  const v = variable(1);
  const step = compile(() => {
    v.assign(v.mul(2));
    return v.clone();
  });
  assert.deepEqual(take(step.many([], { steps: 5 })), [2, 4, 8, 16, 32]);

  assert.throws(() => step.many([], { steps: NaN }), RangeError);
  const two = compile((x: tf.Tensor, y: tf.Tensor) => x.add(y));
  const [a, b] = [tf.ones([3, 2]), tf.ones([5, 2])];
  assert.throws(() => two.many([a, b]), /same first axis.*\[3,2\].*\[5,2\]/);
  tf.dispose([v, a, b]);
  step.dispose();
  two.dispose();
});

test("compile() trains a tf.layers model, then predicts with it, as each would without", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [3], units: 5, activation: "relu" }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 2 }),
    ],
  });
  const optimizer = tf.train.adam(0.01);
  const x = tf.randomNormal([7, 3], 0, 1, "float32", 1);
  const train = compile((x: tf.Tensor) =>
    optimizer.minimize(
      () => (model.apply(x, { training: true }) as tf.Tensor).square().mean().asScalar(),
      true,
    )!
  );
  const predict = compile((x: tf.Tensor) => model.apply(x, { training: false }) as tf.Tensor);
  const first = take(train(x))[0];
  for (let i = 0; i < 20; i++) train(x).dispose();
  assert(take(train(x))[0] < first);
  const expected = take(model.apply(x) as tf.Tensor);
  take(predict(x)).forEach((y, i) => assert(Math.abs(y - expected[i]) < 1e-6));
  train.dispose();
  predict.dispose();
  optimizer.dispose();
  model.dispose();
  x.dispose();
});

test("compile() normalizes a batch far from zero as well as TensorFlow.js does", () => {
  // With the variance as E[x²] − E[x]², which XLA's own kernel takes, nothing right is left here.
  const x = tf.tidy(() => tf.randomNormal([7, 3, 5, 2], 0, 1, "float32", 1).add(1000));
  const layer = tf.layers.batchNormalization();
  const f = (x: tf.Tensor) => layer.apply(x, { training: true }) as tf.Tensor;
  const expected = take(f(x));
  for (const engine of ["session", "xla"] as const) {
    const step = compile(f, { engine });
    // x is known to 2^-15 of its standard deviation: 1000·2^-25; the mean averages 105 of these.
    take(step(x)).forEach((y, i) => assert(Math.abs(y - expected[i]) < 4 * 2 ** -15, engine));
    step.dispose();
  }
  layer.dispose();
  x.dispose();
});

test("compile() puts everything back when the step throws while it is recorded", () => {
  const v = variable(3);
  const step = compile((x: tf.Tensor) => {
    v.assign(v.add(x));
    throw new RangeError("mine");
  });
  const x = tf.scalar(1);
  assert.throws(() => step(x), /mine/);
  assert.deepEqual(values(v), [3]);
  assert.equal(tf.tidy(() => tf.grad((x) => x.relu())(x).dataSync()[0]), 1);
  tf.dispose([v, x]);
  step.dispose();
});

test("dispose() ends a step for good", () => {
  const step = compile((x: tf.Tensor) => x.neg());
  const x = tf.scalar(1);
  step(x).dispose();
  step.dispose();
  step.dispose();
  assert.throws(() => step(x), /disposed of: compile it again/);
  x.dispose();
});

test("compile() leaves no file behind", () => {
  const folder = Deno.makeTempDirSync();
  const old = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", folder);
  const step = compile((x: tf.Tensor) => x.neg());
  const x = tf.scalar(1);
  step(x).dispose();
  assert.deepEqual([...Deno.readDirSync(folder)], []);
  Deno.removeSync(folder, { recursive: true });
  const other = tf.ones([2]);
  assert.throws(() => step(other), /temporary folder.*No such file.*TMPDIR/);
  other.dispose();
  if (old === undefined) Deno.env.delete("TMPDIR");
  else Deno.env.set("TMPDIR", old);
  x.dispose();
  step.dispose();
});
