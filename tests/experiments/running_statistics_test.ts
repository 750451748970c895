import assert from "node:assert/strict";
import { runningStatistics } from "../../lib/experiments/running_statistics.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("runningStatistics() begins with 0 and 1, and ends at the data", async () => {
  const before = tf.memory().numTensors;
  const options = { mean: 5, sd: 2, batchSize: 50, steps: 60, seeds: [1, 2, 3] };
  const rows = await runningStatistics({ momenta: [0.5, 0.9], ...options });
  assert.equal(tf.memory().numTensors, before);
  assert.equal(rows.length, 2 * 3 * 61);
  for (const { mean, variance } of rows.filter(({ step }) => step === 0)) {
    assert.deepEqual([mean, variance], [0, 1]);
  }
  for (const { mean, variance } of rows.filter(({ step }) => step === 60)) {
    // An average over some batches of 50: sd 2/√50 and 4·√(2/49), less than that.
    assert(Math.abs(mean - 5) < 4 * 2 / Math.sqrt(50), `${mean}`);
    assert(Math.abs(variance - 4) < 4 * 4 * Math.sqrt(2 / 49), `${variance}`);
  }
});
