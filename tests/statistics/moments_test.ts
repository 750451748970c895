import assert from "node:assert/strict";
import { mean, variance } from "../../lib/statistics/moments.ts";

Deno.test("mean() and variance() of 2, 4, 9", () => {
  assert.equal(mean([2, 4, 9]), 5);
  assert.equal(variance([2, 4, 9]), 13);
});

Deno.test("mean() and variance() of too few values are NaN", () => {
  assert(Number.isNaN(mean([])));
  assert(Number.isNaN(variance([3])));
});
