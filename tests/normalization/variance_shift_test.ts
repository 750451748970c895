import assert from "node:assert/strict";
import { reluMoments, varianceShift } from "../../lib/normalization/variance_shift.ts";

Deno.test("varianceShift() is what a distribution of two values says", () => {
  // 1 or 3 with equal probability: mean 2, variance 1; kept with ¼ and times 4: 0, 4 or 12.
  const [mean, square] = [2, (4 ** 2 + 12 ** 2) / 8];
  assert(
    Math.abs(varianceShift({ mean: 2, variance: 1, keep: 1 / 4 }) - 1 / (square - mean ** 2)) <
      1e-12,
  );
  assert.equal(varianceShift({ mean: 2, variance: 1, keep: 1 }), 1);
  for (const keep of [0, -1, 1.5, NaN]) {
    assert.throws(() => varianceShift({ mean: 0, variance: 1, keep }), /above 0 and at most 1/);
  }
});

Deno.test("reluMoments are those of a sum over a fine grid of the normal density", () => {
  const step = 1e-4;
  let [mean, square] = [0, 0];
  for (let z = step / 2; z < 9; z += step) {
    const weight = step * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    mean += weight * z;
    square += weight * z * z;
  }
  assert(Math.abs(reluMoments.mean - mean) < 1e-7);
  assert(Math.abs(reluMoments.variance - (square - mean ** 2)) < 1e-7);
});
