import assert from "node:assert/strict";
import { tf } from "../../lib/tensorflow/tf.ts";
import { deadInLayer, outputsByLayer, paired } from "../../lib/experiments/lesson_03.ts";

Deno.test("deadInLayer() averages one layer over the draws", () => {
  const rows = [[1, 1, 0.2], [1, 2, 0.6], [2, 1, 0.4], [2, 2, 0.8]].map(([seed, layer, dead]) => ({
    ...{ seed, layer, dead },
  }));
  assert(Math.abs(deadInLayer(rows, 2) - 0.7) < 1e-12);
});

Deno.test("paired() takes the interval of the differences, seed by seed", () => {
  const { mean, low, high } = paired([[3, 5], [2, 4]], (value) => value);
  assert.deepEqual([mean, low, high], [1, 1, 1]);
});

Deno.test("outputsByLayer() has five layers of each activation, tanh within its ends", async () => {
  const before = tf.memory().numTensors;
  const panels = await outputsByLayer({ tanh: 100, sigmoid: 1000, relu: 30 });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(panels.map(({ rows }) => rows.length), [5, 5, 5]);
  const [tanh, , relu] = panels;
  assert(tanh.rows[4].x.every((x) => Math.abs(x) <= 1));
  assert(relu.rows[4].x.at(-1)! > 10 * relu.rows[0].x.at(-1)!, "ReLU's outputs grow");
});
