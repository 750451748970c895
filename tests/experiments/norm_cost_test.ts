import assert from "node:assert/strict";
import { normCost } from "../../lib/experiments/norm_cost.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("normCost() counts the normalizations, is relative to the first net, and keeps no tensor", () => {
  const before = tf.memory().numTensors;
  const rows = normCost({ depth: 5, every: [0, 2, 1], steps: 3 });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map(({ normalizations }) => normalizations), [0, 2, 5]);
  assert.equal(rows[0].time, 1);
  assert(rows.every(({ time }) => time > 0 && Number.isFinite(time)));
});
