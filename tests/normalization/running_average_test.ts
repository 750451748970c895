import assert from "node:assert/strict";
import { shareLeft, stepsUntil, varianceFactor } from "../../lib/normalization/running_average.ts";
import { variance } from "../../lib/statistics/moments.ts";
import { seedFor } from "../../lib/random/seeds.ts";

Deno.test("stepsUntil() has the half-lives 6.58, 69.0 and 693 of 0.9, 0.99 and 0.999", () => {
  const round = (value: number) => Number(value.toPrecision(3));
  assert.deepEqual([0.9, 0.99, 0.999].map((m) => round(stepsUntil(0.5, m))), [6.58, 69, 693]);
  assert.deepEqual([0.9, 0.99, 0.999].map((m) => round(stepsUntil(0.01, m))), [43.7, 458, 4600]);
});

Deno.test("shareLeft() is what a running average keeps of its start when it is written out", () => {
  let average = 1;
  for (let step = 0; step < 100; step++) average = 0.99 * average + 0.01 * 0;
  assert(Math.abs(shareLeft(0.99, 100) - average) < 1e-12);
  assert(Math.abs(shareLeft(0.99, 100) - 0.366) < 5e-4);
});

Deno.test("varianceFactor() is the variance of a running average of independent values over theirs", () => {
  let average = 0.5;
  const averages = [];
  for (let step = 0; step < 40_000; step++) {
    average = 0.8 * average + 0.2 * seedFor(3, step) / 2 ** 32;
    if (step > 100) averages.push(average);
  }
  // Uniform values have variance 1/12; about 40,000/9 of the averages are independent.
  assert(
    Math.abs(variance(averages) * 12 / varianceFactor(0.8) - 1) < 4 * Math.sqrt(2 * 9 / 40_000),
  );
});

Deno.test("the laws of a running average ask for a momentum between 0 and 1", () => {
  for (const momentum of [0, 1, -0.1, NaN]) {
    assert.throws(() => shareLeft(momentum, 1), /momentum between 0 and 1/);
    assert.throws(() => stepsUntil(0.5, momentum), RangeError);
  }
  assert.throws(() => stepsUntil(0, 0.9), /share must be between/);
});
