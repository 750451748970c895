import assert from "node:assert/strict";
import { gradientsByLayer } from "../../lib/experiments/gradients_by_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("gradientsByLayer() gives the last layer size 1, and keeps no tensor", async () => {
  const before = tf.memory().numTensors;
  const rows = await gradientsByLayer({ normalized: true, depth: 3, seeds: [1, 2] });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map(({ seed, layer }) => [seed, layer]), [
    ...[[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3]],
  ]);
  assert.deepEqual([rows[2].size, rows[5].size], [1, 1]);
});
