import assert from "node:assert/strict";
import { gradientParts } from "../../lib/experiments/gradient_parts.ts";

Deno.test("gradientParts() are those of two examples by hand", async () => {
  // u = 5 and 4, δ = 4 and 7, both features 2 on average.
  const rows = await gradientParts({
    x: [[3, 1], [1, 3]],
    targets: [1, -3],
    weights: [1.375, 0.875],
  });
  assert.deepEqual(rows.map(({ gradient }) => gradient), [9.5, 12.5]);
  assert.deepEqual(rows.map(({ ofAverages }) => ofAverages), [11, 11]);
  assert.deepEqual(rows.map(({ covariance }) => covariance), [-1.5, 1.5]);
  assert.deepEqual(rows.map(({ average, feature }) => [feature, average]), [[1, 2], [2, 2]]);
});
