import assert from "node:assert/strict";
import { batchNorm, batchNormWith } from "../../lib/normalization/batch_norm.ts";
import { batchRenorm, renormBounds } from "../../lib/normalization/batch_renorm.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const x = tf.randomNormal([13, 3], 2, 1.5, "float32", 1) as tf.Tensor2D;
const running = { mean: tf.tensor1d([1.5, 2, -4]), variance: tf.tensor1d([2, 4, 0.25]) };
const weights = {
  ...{ gamma: tf.tensor1d([2, -1, 0.5]), beta: tf.tensor1d([0, 3, -2]), epsilon: 0.01 },
};
const gap = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0];

Deno.test("batchRenorm() with rMax 1 and dMax 0 is batch normalization, with its gradient", () => {
  const bounds = { rMax: 1, dMax: 0 };
  const loss = (f: (x: tf.Tensor2D) => tf.Tensor) => (input: tf.Tensor) =>
    f(input as tf.Tensor2D).square().mul(input.abs()).sum();
  const renorm = (input: tf.Tensor2D) => batchRenorm(input, { ...weights, running, ...bounds }).y;
  const plain = (input: tf.Tensor2D) => batchNorm(input, weights).y;
  assert(gap(renorm(x), plain(x)) < 1e-5);
  assert(gap(tf.grad(loss(renorm))(x), tf.grad(loss(plain))(x)) < 1e-4);
});

Deno.test("batchRenorm() where nothing is cut off gives in training what inference gives", () => {
  const bounds = { rMax: 100, dMax: 100 };
  const { y } = batchRenorm(x, { ...weights, running, ...bounds });
  assert(gap(y, batchNormWith(x, { ...weights, ...running })) < 1e-4);
});

Deno.test("batchRenorm() sends no gradient through r and d: dx is r times that of batch normalization", () => {
  const { r } = batchRenorm(x, { ...weights, running, rMax: 100, dMax: 100 });
  // A loss that is linear in y: its gradient by y is the same in both.
  const slopes = tf.randomNormal([13, 3], 0, 1, "float32", 2);
  const dx = (f: (x: tf.Tensor2D) => tf.Tensor) =>
    tf.grad((input) => f(input as tf.Tensor2D).mul(slopes).sum())(x);
  const own = dx((input) => batchRenorm(input, { ...weights, running, rMax: 100, dMax: 100 }).y);
  const plain = dx((input) => batchNorm(input, weights).y);
  assert(gap(own, plain.mul(r)) < 1e-5);
});

Deno.test("batchRenorm() keeps r and d within their bounds", () => {
  const { r, d } = batchRenorm(x, { running, rMax: 1.2, dMax: 0.3 });
  assert([...r.dataSync()].every((value) => value >= 1 / 1.2 - 1e-6 && value <= 1.2 + 1e-6));
  assert([...d.dataSync()].every((value) => Math.abs(value) <= 0.3 + 1e-6));
  // The third channel is far above its running mean.
  assert(Math.abs(d.dataSync()[2] - 0.3) < 1e-6 && Math.abs(r.dataSync()[2] - 1.2) < 1e-6);
});

Deno.test("renormBounds() has the schedule of the paper", () => {
  const at = (step: number) => {
    const { rMax, dMax } = renormBounds(step);
    return [rMax.dataSync()[0], dMax.dataSync()[0]].map((value) => Math.round(value * 1e4) / 1e4);
  };
  assert.deepEqual(at(0), [1, 0]);
  assert.deepEqual(at(5000), [1, 0]);
  assert.deepEqual(at(15_000), [1.5714, 2.5]);
  assert.deepEqual(at(25_000), [2.1429, 5]);
  assert.deepEqual(at(1_000_000), [3, 5]);
});

Deno.test("batchRenorm() and its schedule say what is wrong with the bounds", () => {
  assert.throws(() => batchRenorm(x, { running, rMax: 0.9, dMax: 0 }), /rMax must be 1 or more/);
  assert.throws(() => batchRenorm(x, { running, rMax: 1, dMax: NaN }), /dMax must be 0 or more/);
  assert.throws(() => renormBounds(1, { warmUp: 50_000 }), /after the warm-up of 50000 steps/);
});
