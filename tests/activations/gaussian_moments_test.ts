import assert from "node:assert/strict";
import { activations } from "../../lib/activations/activations.ts";
import {
  gaussianMean,
  gaussianMoments,
  gaussianShare,
} from "../../lib/activations/gaussian_moments.ts";
import fixture from "./gaussian_moments_fixture.json" with { type: "json" };

for (const phi of activations) {
  Deno.test(`gaussianMoments() of ${phi.title} agree with mpmath`, () => {
    const expected = fixture[phi.title as keyof typeof fixture];
    const moments = gaussianMoments(phi);
    // 960 terms below 1 each round at 2⁻⁵³.
    const tolerance = 10 * 960 * 2 ** -53;
    assert(Math.abs(moments.mean - expected.mean) < tolerance);
    assert(Math.abs(moments.secondMoment - expected.secondMoment) < tolerance);
    // mpmath differentiates with a step of 10⁻¹², one-sided.
    assert(Math.abs(moments.squaredSlope - expected.squaredSlope) < 1e-11);
    assert(Math.abs(moments.variance - expected.secondMoment + expected.mean ** 2) < 2 * tolerance);
  });
}

Deno.test("gaussianMean() gives the even moments 1, 3, 15 times powers of the variance", () => {
  for (const [power, moment] of [[2, 1], [4, 3], [6, 15]]) {
    const expected = moment * 1.7 ** (power / 2);
    const found = gaussianMean((u) => u ** power, 1.7);
    assert(Math.abs(found / expected - 1) < 1e-12, `E[u^${power}] = ${found}`);
  }
});

Deno.test("gaussianMean() refuses a negative variance and NaN", () => {
  assert.throws(() => gaussianMean(Math.sin, -1), RangeError);
  assert.throws(() => gaussianMean(Math.sin, NaN), /received NaN/);
});

Deno.test("gaussianShare() finds tails, stretches and nothing", () => {
  assert(Math.abs(gaussianShare((u) => u > 1.96) - 0.024997895148220435) < 1e-15);
  assert(Math.abs(gaussianShare((u) => Math.abs(u) < 1) - 0.6826894921370859) < 1e-14);
  assert.equal(gaussianShare(() => false), 0);
  assert(Math.abs(gaussianShare(() => true) - 1) < 1e-14);
});
