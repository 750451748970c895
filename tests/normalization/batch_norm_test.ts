import assert from "node:assert/strict";
import { batchNorm, batchNormWith, channelStatistics } from "../../lib/normalization/batch_norm.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { assertCase, assertNear, running, tensorOf } from "./norm_fixture.ts";

for (const name of ["batch, dense", "batch, images"]) {
  Deno.test(`batchNorm() has PyTorch's outputs and gradients: ${name}`, () =>
    assertCase(name, (x, gamma, beta, epsilon) => batchNorm(x, { gamma, beta, epsilon }).y));
}

Deno.test("batchNorm() gives mean β and standard deviation |γ|·√(v/(v + ε))", () => {
  const x = tf.randomNormal([501, 3], 0.1, 0.05, "float32", 1) as tf.Tensor2D;
  const [gamma, beta, epsilon] = [[2, -3, 0.5], [7, -1, 0], 1e-3];
  const options = { gamma: tf.tensor1d(gamma), beta: tf.tensor1d(beta), epsilon };
  const { y, variance } = batchNorm(x, options);
  const found = tf.moments(y, 0);
  const v = variance.dataSync();
  found.mean.dataSync().forEach((value, c) => assert(Math.abs(value - beta[c]) < 1e-4));
  found.variance.sqrt().dataSync().forEach((sd, c) => {
    const expected = Math.abs(gamma[c]) * Math.sqrt(v[c] / (v[c] + epsilon));
    assert(Math.abs(sd / expected - 1) < 1e-4);
  });
});

Deno.test("batchNorm() of two examples is −1 and +1, of one it is 0", () => {
  const two = batchNorm(tf.tensor2d([[3.1, -2], [250, -2.5]]), { epsilon: 0 }).y;
  assert.deepEqual([...two.dataSync()].map((v) => Math.round(v * 1e6) / 1e6), [-1, 1, 1, -1]);
  const one = batchNorm(tf.tensor2d([[3.1, -2]]), { beta: tf.tensor1d([0, 5]) });
  assert.deepEqual([...one.y.dataSync()], [0, 5]);
});

Deno.test("batchNorm() gives β for a channel that does not vary, also where ε is 0", () => {
  for (const epsilon of [0, 1e-3]) {
    const x = tf.tensor2d([[1, 7], [2, 7], [4, 7]]);
    const beta = tf.tensor1d([0, 5]);
    const { y } = batchNorm(x, { beta, epsilon });
    assert.deepEqual([...y.slice([0, 1], [3, 1]).dataSync()], [5, 5, 5]);
    const loss = (input: tf.Tensor) => batchNorm(input, { beta, epsilon }).y.square().sum();
    const dx = tf.grad(loss)(x).slice([0, 1], [3, 1]).dataSync();
    assert(dx.every(Number.isFinite), `${dx}`);
  }
});

Deno.test("channelStatistics() bears a mean of 10,000 beside a standard deviation of 1", () => {
  const x = tf.randomNormal([5000, 2], 1e4, 1, "float32", 3) as tf.Tensor2D;
  const { variance } = channelStatistics(x);
  // The variance of 5,000 samples varies by √(2/5000) = 0.02; inputs are rounded to 0.001.
  variance.dataSync().forEach((v) => assert(Math.abs(v - 1) < 4 * 0.02, `${v}`));
});

Deno.test("batchNorm() leaves NaN where it was: in its channel, not in others", () => {
  const x = tf.tensor2d([[1, NaN], [2, 7], [4, 8]]);
  const { y, mean } = batchNorm(x);
  assert(y.slice([0, 0], [3, 1]).dataSync().every(Number.isFinite));
  assert(Number.isNaN(mean.dataSync()[1]));
});

Deno.test("batchNormWith() is the inference of PyTorch and of Keras", () => {
  for (const name of ["PyTorch", "Keras"] as const) {
    const { mean, variance, inference } = running[name];
    const statistics = {
      mean: tensorOf<tf.Tensor1D>(mean),
      variance: tensorOf<tf.Tensor1D>(variance),
    };
    const found = batchNormWith(tensorOf(running.batches[0]), { ...statistics, epsilon: 1e-3 });
    assertNear(found, inference, { terms: 20, what: name });
  }
});

Deno.test("batchNorm() says what is wrong with its inputs", () => {
  const x = tf.ones([4, 3]);
  assert.throws(() => batchNorm(tf.ones([4])), /\[examples, ..., channels\]/);
  assert.throws(() => batchNorm(tf.ones([0, 3])), /not empty/);
  assert.throws(() => batchNorm(tf.ones([4, 3], "int32")), TypeError);
  assert.throws(() => batchNorm(x, { epsilon: -1 }), /epsilon must be 0 or more/);
  assert.throws(() => batchNorm(x, { epsilon: NaN }), RangeError);
  assert.throws(
    () => batchNorm(x, { gamma: tf.ones([4]) }),
    /gamma must have one number for each of the 3/,
  );
  const mean = tf.ones([2]) as tf.Tensor1D;
  assert.throws(() => batchNormWith(x, { mean, variance: mean }), /mean must have/);
});
