import assert from "node:assert/strict";
import {
  digammaOfHalf,
  gaussianMatrixGrowth,
  gradientFactor,
  meanSquaresByLayer,
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

Deno.test("meanSquaresByLayer() follows the published decay of tanh, and powers for ReLU", () => {
  const squares = meanSquaresByLayer(Math.tanh, { gain: 1, first: 1, depth: 51 });
  // Claims of the course, computed independently by quadrature.
  assert(Math.abs(squares[10] - 0.0522) < 1e-4 && Math.abs(squares[50] - 0.0102) < 1e-4);
  const relu = meanSquaresByLayer((u) => Math.max(u, 0), { gain: 3, first: 2, depth: 4 });
  relu.forEach((q, l) => assert(Math.abs(q / (2 * 1.5 ** l) - 1) < 1e-12));
  for (const wrong of [{ gain: 0, first: 1 }, { gain: 1, first: NaN }, { gain: -1, first: 1 }]) {
    assert.throws(() => meanSquaresByLayer(Math.tanh, { ...wrong, depth: 3 }), /above 0, received/);
  }
});

Deno.test("gradientFactor() is g·E[φ'²], drawn", () => {
  const slope = (u: number) => 1 - Math.tanh(u) ** 2;
  let sum = 0;
  for (let k = 0; k < 4000; k++) {
    const [a, b] = [(k + 0.5) / 4000, (k * 0.6180339887) % 1];
    sum += slope(Math.sqrt(1.3) * Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b)) ** 2;
  }
  // 4·σ/√N with σ below 0.4; the points are spread more evenly than by chance.
  const gap = gradientFactor(slope, { gain: 2, square: 1.3 }) - 2 * sum / 4000;
  assert(Math.abs(gap) < 2 * 4 * 0.4 / Math.sqrt(4000), `${gap}`);
});
