import assert from "node:assert/strict";
import {
  digammaOfHalf,
  gaussianMatrixGrowth,
  reluLogDrift,
  tanhFixedPoint,
  trigammaOfHalf,
  varianceOfProduct,
} from "../../lib/initializers/variance_laws.ts";

Deno.test("varianceOfProduct() agrees with two coins, counted out", () => {
  // Y is 1 or 4, W is −1 or 2, each by a fair coin: YW is −1, 2, −4 or 8.
  const values = [-1, 2, -4, 8];
  const mean = values.reduce((sum, v) => sum + v, 0) / 4;
  const counted = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 4;
  const formula = varianceOfProduct({ mean: 2.5, variance: 2.25 }, { mean: 0.5, variance: 2.25 });
  assert(Math.abs(counted - formula) < 1e-12);
});

Deno.test("digammaOfHalf() and trigammaOfHalf() agree with published values", () => {
  // Abramowitz & Stegun, tables 6.1 and 6.2.
  assert(Math.abs(digammaOfHalf(1) - -1.9635100260214235) < 1e-14);
  assert(Math.abs(digammaOfHalf(3) - 0.03648997397857652) < 1e-14);
  assert(Math.abs(digammaOfHalf(20) - 2.251752589066721) < 1e-14);
  assert(Math.abs(trigammaOfHalf(4) - 0.6449340668482264) < 1e-14);
  assert(Math.abs(trigammaOfHalf(3) - 0.9348022005446793) < 1e-14);
});

Deno.test("reluLogDrift() tends to −5/(2n) and 5/n for wide layers", () => {
  const { mean, variance } = reluLogDrift(1000);
  // The next terms of both expansions are of relative order 10/n.
  assert(Math.abs(mean * 1000 / -2.5 - 1) < 0.01);
  assert(Math.abs(variance * 1000 / 5 - 1) < 0.01);
});

Deno.test("gaussianMatrixGrowth() of one number is E[ln|z|] and Var ln|z|", () => {
  const { mean, variance } = gaussianMatrixGrowth(1);
  // E[ln|z|] = −(γ + ln 2)/2 and Var ln|z| = π²/8 for z ~ N(0, 1).
  assert(Math.abs(mean + (0.5772156649015329 + Math.LN2) / 2) < 1e-14);
  assert(Math.abs(variance - Math.PI ** 2 / 8) < 1e-14);
});

Deno.test("tanhFixedPoint() tends to the gain when tanh becomes a sign", () => {
  assert(Math.abs(tanhFixedPoint(1e6) / 1e6 - 1) < 1e-3);
  assert.throws(() => tanhFixedPoint(1), RangeError);
  assert.throws(() => tanhFixedPoint(NaN), RangeError);
});
