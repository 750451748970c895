import assert from "node:assert/strict";
import { compareRounds, logLogSlope, median, quantile } from "../../../tools/bench/statistics.ts";

Deno.test("quantile() is linear between neighbours, and NaN of nothing or of NaN", () => {
  assert.equal(median([7, 2, 3]), 3);
  assert.equal(median([7, 2, 3, 11]), 5);
  assert.equal(quantile([2, 3, 7, 11, 13], 0.25), 3);
  assert.equal(quantile([2, 3, 7, 11], 0.25), 2.75);
  assert.equal(quantile([5], 0.75), 5);
  assert.equal(median([]), NaN);
  assert.equal(median([1, NaN, 3]), NaN);
});

Deno.test("compareRounds() divides medians, and pairs rounds for the quartiles", () => {
  // Ratios of the rounds: 3, 2, 5; the medians are 10 and 4.
  const { ratio, ratioQuartiles } = compareRounds([6, 10, 20], [2, 5, 4]);
  assert.equal(ratio, 2.5);
  assert.deepEqual(ratioQuartiles, [2.5, 4]);
});

Deno.test("compareRounds() refuses times that are not positive and rounds that do not pair", () => {
  assert.throws(() => compareRounds([1, NaN], [1, 2]), RangeError);
  assert.throws(() => compareRounds([1, 2], [0, 2]), RangeError);
  assert.throws(() => compareRounds([1], [1, 2]), /received 1 and 2/);
  assert.throws(() => compareRounds([], []), RangeError);
});

Deno.test("logLogSlope() finds the power of a power law", () => {
  const sizes = [2, 3, 7, 13];
  const slope = logLogSlope(sizes, sizes.map((n) => 5 * n ** 1.5));
  assert.ok(Math.abs(slope - 1.5) < 1e-12, `${slope}`);
});
