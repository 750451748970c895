// What every backend must do; backends_test.ts runs this file once on each, in a process of its own.
import { strict as assert } from "node:assert";
import { emptyImageSet } from "../../lib/datasets/image_set.ts";
import { mlp } from "../../lib/models/mlp.ts";
import { compile } from "../../lib/tensorflow/compile/compile.ts";
import { read } from "../../lib/tensorflow/read.ts";
import { device, tf } from "../../lib/tensorflow/tf.ts";
import { ImageTrainer } from "../../lib/training/image_trainer.ts";
import { adam } from "../../lib/training/optimizers.ts";
import { train } from "../../lib/training/train.ts";
import { type Array4, convolutionGradients, integers } from "./naive.ts";

/** The relative error of one float32 rounding. */
const unit = 2 ** -24;

/** Runs a test on every backend; fails when it leaves a tensor or a buffer behind. */
function test(name: string, body: () => Promise<void>): void {
  Deno.test(name, async () => {
    const before = tf.memory();
    await body();
    assert.equal(tf.memory().numTensors, before.numTensors, "tensors left behind");
    assert.equal(tf.memory().numDataBuffers, before.numDataBuffers, "buffers left behind");
  });
}

async function readAndDispose(tensors: tf.Tensor[]): Promise<number[][]> {
  const values = await Promise.all(tensors.map(read));
  tf.dispose(tensors);
  return values.map((value) => Array.from(value, (number) => number + 0)); // -0 becomes 0
}

function tensor(array: Array4): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(array.values), array.shape);
}

test("device is what COURSE_BACKEND asks for", () => {
  assert.equal(device.name, Deno.env.get("COURSE_BACKEND"));
  const registered = { native: "tensorflow", webgpu: "webgpu", wasm: "wasm" };
  assert.equal(tf.getBackend(), registered[device.name]);
  assert.notEqual(device.hardware, "");
  return Promise.resolve();
});

test("device.readsSynchronously tells whether dataSync() answers", async () => {
  // More than 1000 values, computed: TensorFlow.js keeps smaller ones of WebGPU on the CPU.
  const product = tf.tidy(() => tf.matMul(tf.ones([41, 43]), tf.ones([43, 47])));
  let answers = true;
  try {
    product.dataSync();
  } catch {
    answers = false;
  }
  assert.equal(device.readsSynchronously, answers);
  assert.equal((await read(product))[0], 43);
  product.dispose();
});

test("read() keeps values and dtype, and leaves the tensor to its owner", async () => {
  const tensors = [
    tf.tensor1d([1.5, -2]),
    tf.tensor1d([3, -4], "int32"),
    tf.tensor1d([true, false]),
  ];
  const [float, int, bool] = await Promise.all(tensors.map(read));
  assert.deepEqual(float, new Float32Array([1.5, -2]));
  assert.deepEqual(int, new Int32Array([3, -4]));
  assert.deepEqual(bool, new Uint8Array([1, 0]));
  assert(tensors.every((tensor) => !tensor.isDisposed));
  tf.dispose(tensors);
});

test("matMul() agrees with float64 to the rounding of its sums", async () => {
  const [rows, inner, columns] = [37, 31, 41];
  const noise = tf.randomNormal([rows * inner + inner * columns], 0, 1, "float32", 5);
  const values = await read(noise);
  const [a, b] = [values.slice(0, rows * inner), values.slice(rows * inner)];
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d(a, [rows, inner]), tf.tensor2d(b, [inner, columns]))
  );
  const measured = await read(product);
  tf.dispose([noise, product]);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const terms = Array.from({ length: inner }, (_, k) => a[i * inner + k] * b[k * columns + j]);
      const exact = terms.reduce((sum, term) => sum + term, 0);
      // n products summed in any order: |error| <= n u / (1 - n u) Σ|terms| (Higham 2002, 3.1).
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      const bound = inner * unit / (1 - inner * unit) * size;
      assert(Math.abs(measured[i * columns + j] - exact) <= bound, `element ${i}, ${j}`);
    }
  }
});

test("grad() of a tanh layer agrees with finite differences", async () => {
  const [batch, inputs, units] = [7, 5, 3];
  const x = tf.randomNormal([batch, inputs], 0, 1, "float32", 11);
  const w = tf.randomNormal([inputs, units], 0, 1, "float32", 13);
  const v = tf.randomNormal([inputs, units], 0, 1, "float32", 17);
  const loss = (w: tf.Tensor) => tf.sum(tf.tanh(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)));
  const h = 2 ** -6;
  const ends = tf.tidy(() => [h, -h].map((h) => loss(tf.add(w, tf.mul(h, v)))));
  const slope = tf.tidy(() => tf.sum(tf.mul(tf.grad(loss)(w), v)));
  const cubes = tf.tidy(() =>
    tf.sum(tf.pow(tf.abs(tf.matMul(x as tf.Tensor2D, v as tf.Tensor2D)), 3))
  );
  const [[up], [down], [measured], [cube]] = await readAndDispose([...ends, slope, cubes]);
  tf.dispose([x, w, v]);
  // Truncation: h²/6 |f'''| with |tanh'''| <= 2. Rounding: each of the 21 values of tanh carries at
  // most 8 roundings of numbers below 8 (its argument's sum; GPUs' tanh is good to a few units), and
  // the sum of 21 terms 21 more; both ends, over 2h.
  const outputs = batch * units;
  const tolerance = h ** 2 / 6 * 2 * cube + 2 * outputs * (8 * 8 + outputs) * unit / (2 * h);
  const difference = Math.abs(measured - (up - down) / (2 * h));
  assert(difference <= tolerance, `off by ${difference}, at most ${tolerance} expected`);
  assert(
    Math.abs(measured) > 20 * tolerance,
    "the slope must stand out, or the test tests nothing",
  );
});

interface Case {
  strides: [number, number];
  pad: "same" | "valid" | [[0, 0], [number, number], [number, number], [0, 0]];
  before: [number, number];
  out: [number, number];
  onNative: boolean;
}

// The input is 7 by 11, the filter 3 by 5. TensorFlow's C++ kernels know no explicit padding.
const cases: Case[] = [
  { strides: [1, 1], pad: "valid", before: [0, 0], out: [5, 7], onNative: true },
  { strides: [1, 1], pad: "same", before: [1, 2], out: [7, 11], onNative: true },
  // 'same' pads (4 - 1)·2 + 3 - 7 = 2 rows and (6 - 1)·2 + 5 - 11 = 4 columns, half of them before.
  { strides: [2, 2], pad: "same", before: [1, 2], out: [4, 6], onNative: true },
  { strides: [3, 3], pad: "valid", before: [0, 0], out: [2, 3], onNative: true },
  // ... and here (4 - 1)·2 + 3 - 7 = 2 rows and (4 - 1)·3 + 5 - 11 = 3 columns, one of them before.
  { strides: [2, 3], pad: "same", before: [1, 1], out: [4, 4], onNative: true },
  {
    strides: [1, 2],
    pad: [[0, 0], [3, 1], [0, 6], [0, 0]],
    before: [3, 0],
    out: [9, 7],
    onNative: false,
  },
];

for (const depthwise of [false, true]) {
  const operation = depthwise ? "depthwiseConv2d" : "conv2d";
  for (const { strides, pad, before, out, onNative } of cases) {
    if (device.name === "native" && !onNative) continue;
    // TensorFlow's depthwise kernels refuse strides that differ by direction.
    if (device.name === "native" && depthwise && strides[0] !== strides[1]) continue;
    const title = `strides ${strides}, pad ${typeof pad === "string" ? pad : "explicit"}`;
    test(`${operation}() has the gradients of its definition, ${title}`, async () => {
      const x = integers([2, 7, 11, 3], 1);
      const filter = integers([3, 5, 3, depthwise ? 2 : 13], 2);
      const dy = integers([2, ...out, depthwise ? 6 : 13], 3);
      const run = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
        (tf[operation] as typeof tf.conv2d)(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad);
      const gradients = tf.tidy(() => tf.grads(run)([tensor(x), tensor(filter)], tensor(dy)));
      const [dx, dFilter] = await readAndDispose(gradients);
      const exact = convolutionGradients({ x, filter, dy, depthwise }, { strides, before });
      // Small integers: float32 holds every product and sum exactly, so there is no tolerance.
      assert.deepEqual(dx, Array.from(exact.dx, (value) => value + 0));
      assert.deepEqual(dFilter, Array.from(exact.dFilter, (value) => value + 0));
    });
  }
}

test("maxPool() and avgPool() have the gradients of their definition", async () => {
  // 1 x 4 x 6 x 1 with distinct values; windows of 2 x 3 do not overlap.
  const values = Array.from({ length: 24 }, (_, i) => (i * 7 + 3) % 24);
  const weights = [2, 3, 5, 7];
  const gradients = tf.tidy(() => {
    const x = tf.tensor4d(values, [1, 4, 6, 1]);
    const dy = tf.tensor4d(weights, [1, 2, 2, 1]);
    const max = tf.grad((x) => tf.maxPool(x as tf.Tensor4D, [2, 3], [2, 3], "valid"))(x, dy);
    const avg = tf.grad((x) => tf.avgPool(x as tf.Tensor4D, [2, 3], [2, 3], "valid"))(x, dy);
    return [max, tf.mul(avg, 6)];
  });
  const [max, avg] = await readAndDispose(gradients);
  const windowOf = (i: number) => 2 * Math.floor(i / 12) + Math.floor(i % 6 / 3);
  const greatest = (w: number) => Math.max(...values.filter((_, i) => windowOf(i) === w));
  const isGreatest = (value: number, i: number) => value === greatest(windowOf(i));
  assert.deepEqual(max, values.map((v, i) => isGreatest(v, i) ? weights[windowOf(i)] : 0));
  // A weight divided by 6 and times 6: two roundings.
  for (const [i, value] of avg.entries()) {
    assert(Math.abs(value - weights[windowOf(i)]) <= 2 * unit * 7, `element ${i}: ${value}`);
  }
});

test("gather() adds up the gradients of a row that is taken twice", async () => {
  const gradient = tf.tidy(() => {
    const rows = tf.tensor1d([4, 1, 4], "int32");
    const take = (x: tf.Tensor) => tf.gather(x, rows);
    return tf.grad(take)(tf.ones([5, 2]), tf.tensor2d([[1, 2], [3, 5], [7, 11]]));
  });
  assert.deepEqual(await readAndDispose([gradient]), [[0, 0, 3, 5, 0, 0, 0, 0, 8, 13]]);
});

test("a dense network learns", async () => {
  const dense = (units: number, seed: number) =>
    tf.layers.dense({ units, activation: "tanh", kernelInitializer: init(seed) });
  await assertLearns([tf.layers.inputLayer({ inputShape: [13] }), dense(11, 1), dense(7, 2)], [13]);
});

test("a network of every kind of convolution and pooling learns", async () => {
  const { layers } = tf;
  await assertLearns([
    layers.conv2d({
      inputShape: [13, 11, 2],
      filters: 5,
      kernelSize: 3,
      kernelInitializer: init(1),
    }),
    layers.batchNormalization(),
    layers.reLU(),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.depthwiseConv2d({ kernelSize: 3, padding: "same", depthwiseInitializer: init(2) }),
    layers.separableConv2d({
      filters: 7,
      kernelSize: [3, 2],
      strides: 2,
      padding: "same",
      activation: "relu",
      depthwiseInitializer: init(3),
      pointwiseInitializer: init(4),
    }),
    layers.averagePooling2d({ poolSize: 2, padding: "same" }),
    layers.conv2dTranspose({ filters: 3, kernelSize: 3, kernelInitializer: init(5) }),
    layers.dropout({ rate: 0.1, seed: 6 }),
    layers.globalAveragePooling2d({}),
  ], [13, 11, 2]);
});

function init(seed: number) {
  return tf.initializers.heNormal({ seed });
}

/** Trains the layers and a classifier of 3 classes on 17 fixed examples; the loss must fall. */
async function assertLearns(layers: tf.layers.Layer[], inputShape: number[]): Promise<void> {
  const classifier = tf.layers.dense({ units: 3, kernelInitializer: init(7) });
  const model = tf.sequential({ layers: [...layers, classifier] });
  const optimizer = tf.train.adam(0.02);
  const x = tf.randomNormal([17, ...inputShape], 0, 1, "float32", 8);
  const labels = tf.tidy(() =>
    tf.oneHot(tf.tensor1d(Array.from({ length: 17 }, (_, i) => i % 3), "int32"), 3)
  );
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const loss = () =>
    tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true }) as tf.Tensor)
      .asScalar();
  const losses: tf.Scalar[] = [];
  let held = 0;
  for (let step = 0; step < 12; step++) {
    losses.push(optimizer.minimize(loss, true, variables)!);
    // The first step makes the optimizer's own variables; later ones keep a loss each, no more.
    if (step === 0) held = tf.memory().numTensors;
    assert.equal(tf.memory().numTensors, held + step, `tensors left behind by step ${step}`);
  }
  const values = (await readAndDispose(losses)).map(([value]) => value);
  assert(values.every(Number.isFinite), `losses ${values}`);
  assert(values.at(-1)! < 0.9 * values[0], `the loss must fall by a tenth: ${values}`);
  tf.dispose([x, labels]);
  optimizer.dispose();
  model.dispose();
}

test("compile() leaves a step what it is, or makes a graph of it: results and variables agree", async () => {
  const v = tf.tidy(() => tf.variable(tf.scalar(1)));
  const step = compile((x: tf.Tensor) => {
    v.assign(v.add(x.sum()));
    return { v: v.clone(), half: x.div(2) };
  });
  const [x, xs] = [tf.tensor1d([1, 2]), tf.tensor2d([[1, 3], [5, 7], [0, 1]])];
  const one = step(x);
  assert.deepEqual(await readAndDispose([one.v, one.half]), [[4], [0.5, 1]]);
  const many = step.many([xs]);
  assert.deepEqual(many.half.shape, [3, 2]);
  assert.deepEqual(await readAndDispose([many.v, many.half]), [
    [8, 20, 21],
    [0.5, 1.5, 2.5, 3.5, 0, 0.5],
  ]);
  assert.deepEqual(Array.from(await read(v)), [21]);
  assert.equal(step.graphs.length > 0, device.name === "native");
  step.dispose();
  tf.dispose([v, x, xs]);
});

test("train() learns with probes, and its history can be read", async () => {
  const data = {
    x: tf.tidy(() => tf.randomNormal([30, 4], 0, 1, "float32", 1)),
    labels: tf.tensor1d(Int32Array.from({ length: 30 }, (_, i) => i % 3), "int32"),
  };
  const net = { inputs: 4, hidden: [5], outputs: 3, gain: 1, seed: 1 };
  const model = mlp({ ...net, activation: "tanh" });
  const options = { steps: 60, batchSize: 30, learningRate: 0.05, seed: 1, optimizer: adam };
  const history = train(model, data, { ...options, probes: true });
  const rows = await history.rows();
  assert.equal(rows.length, 60);
  assert(rows[59].loss < rows[0].loss, `${rows[59].loss} of ${rows[0].loss}`);
  const probes = await history.probes();
  assert.deepEqual([...new Set(probes.map(({ step }) => step))], [1, 21, 41]);
  const output = probes.find(({ layer }) => layer === "activation_1")!;
  const shares = output.histogram.shares.reduce((sum, share) => sum + share, 0);
  assert(output.sd > 0 && Math.abs(shares - 1) < 30 * unit);
  history.dispose();
  model.dispose();
  tf.dispose([data.x, data.labels]);
});

test("ImageTrainer goes on from its checkpoint as if nothing had happened", async () => {
  const set = emptyImageSet(12, { size: 4, classes: ["dark", "bright"] });
  set.labels.forEach((_, k) => {
    set.labels[k] = k % 2;
    set.pixels.fill(100 * (k % 2) + 3 * k, 48 * k, 48 * (k + 1));
  });
  const path = `${await Deno.makeTempDir()}/run`;
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
  const trained = async (steps: number, checkpoint?: string) => {
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [4, 4, 3] }),
        tf.layers.dense({ units: 2, kernelInitializer }),
      ],
    });
    const scale = { mean: [99, 99, 99], sd: [60, 60, 60] };
    const training = { batchSize: 4, learningRate: 0.01, seed: 1, scale, checkpoint };
    using trainer = new ImageTrainer(model, set, training);
    const history = await trainer.runKept({ steps });
    const losses = (await history.rows()).map(({ loss }) => loss);
    const weights = await Promise.all(model.getWeights().map(read));
    history.dispose();
    model.dispose();
    return { losses, weights };
  };
  const whole = await trained(7);
  await trained(3, path);
  assert.deepEqual(await trained(7, path), whole);
  assert.equal(whole.losses.length, 7);
});
