import assert from "node:assert/strict";
import { sameStart } from "../../lib/experiments/same_start.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("sameStart(): equal before the step, not after it, and no tensor is kept", async () => {
  const before = tf.memory().numTensors;
  const rows = await sameStart({ learningRate: 0.05, seeds: [3, 7] });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map(({ seed }) => seed), [3, 7]);
  for (const row of rows) {
    assert(row.before < 1e-4 && row.after > 0.1);
    assert(row.cosine > 0 && row.cosine < 0.99);
  }
});
