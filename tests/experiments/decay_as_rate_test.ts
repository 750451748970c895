import assert from "node:assert/strict";
import { decayAsRate } from "../../lib/experiments/decay_as_rate.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("decayAsRate(): the weights without decay are (1 − ηλ)^−steps times as long", async () => {
  const before = tf.memory().numTensors;
  const options = { learningRate: 0.2, weightDecay: 0.05, steps: 30, seed: 2 };
  const [decayed, growing, neither] = await decayAsRate(options);
  assert.equal(tf.memory().numTensors, before);
  const factor = (1 - 0.2 * 0.05) ** -30;
  // Float32 through 30 steps of training.
  assert(Math.abs(growing.length / decayed.length / factor - 1) < 1e-3);
  assert(growing.difference < 1e-3 && neither.difference > 100 * growing.difference);
});
