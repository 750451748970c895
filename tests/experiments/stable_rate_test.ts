import assert from "node:assert/strict";
import { largestStableRate } from "../../lib/experiments/stable_rate.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("largestStableRate() finds 2/λmax of a known Hessian, and leaves no tensor", async () => {
  const hessian = tf.tidy(() => tf.diag(tf.tensor1d([0.3, 4, 1.7])) as tf.Tensor2D);
  const before = tf.memory().numTensors;
  const rate = await largestStableRate(hessian, { seed: 2 });
  // The rate is tried in steps of 0.9 %.
  assert(Math.abs(rate / 0.5 - 1) < 0.01, `${rate}`);
  assert.equal(tf.memory().numTensors, before);
});
