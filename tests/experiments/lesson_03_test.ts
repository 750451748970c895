import assert from "node:assert/strict";
import { deadInLayer, paired } from "../../lib/experiments/lesson_03.ts";

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
