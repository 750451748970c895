import assert from "node:assert/strict";
import { pairedInterval, tInterval } from "../../lib/statistics/interval.ts";

Deno.test("tInterval() agrees with a textbook table of Student's t", () => {
  // n = 5, mean 3, s² = 2.5: 3 ± 2.7764·√(2.5/5).
  const { mean, low, high } = tInterval([1, 2, 3, 4, 5]);
  assert.equal(mean, 3);
  assert(Math.abs(high - 3 - 2.776445 * Math.sqrt(0.5)) < 1e-5, `high ${high}`);
  assert(Math.abs(low + high - 6) < 1e-12);
});

Deno.test("tInterval() refuses a single run", () => {
  assert.throws(() => tInterval([1]), /at least 2 values/);
});

Deno.test("tInterval() of NaN is NaN", () => {
  assert(Number.isNaN(tInterval([1, NaN, 3]).low));
});

Deno.test("pairedInterval() is the t interval of the differences, and asks for pairs", () => {
  assert.deepEqual(pairedInterval([5, 9, 4], [4, 7, 1]), tInterval([1, 2, 3]));
  assert.throws(() => pairedInterval([1, 2, 3], [1, 2]), /each value needs its other/);
});
