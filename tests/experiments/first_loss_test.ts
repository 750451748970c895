import assert from "node:assert/strict";
import { firstLoss, lossOfRandomLogits } from "../../lib/experiments/first_loss.ts";

Deno.test("lossOfRandomLogits() is ln C when they do not differ", async () => {
  const loss = await lossOfRandomLogits({ classes: 7, sd: 0, draws: 11, seed: 1 });
  assert(Math.abs(loss - Math.log(7)) < 1e-6);
});

Deno.test("lossOfRandomLogits() of two classes agrees with quadrature", async () => {
  // E[ln(1 + eᵈ)] − E[d]/2 for d ~ N(0, 2·s²) by the trapezoidal rule, s = 1.5.
  const sd = 1.5 * Math.SQRT2;
  let expected = 0;
  for (let z = -10; z <= 10; z += 0.001) {
    expected += Math.log1p(Math.exp(sd * z)) * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) *
      0.001;
  }
  const loss = await lossOfRandomLogits({ classes: 2, sd: 1.5, draws: 200_000, seed: 3 });
  // 4·σ/√N; ln(1 + eᵈ) has a standard deviation below 1.5.
  assert(Math.abs(loss - expected) < 4 * 1.5 / Math.sqrt(200_000), `${loss}, ${expected}`);
});

Deno.test("firstLoss() of a tiny net is ln 10", async () => {
  const [row] = await firstLoss({ activation: "tanh", gains: [1e-8], seeds: [1] });
  assert(Math.abs(row.loss - Math.log(10)) < 1e-5);
  assert(row.logitVariance < 1e-10);
});
