import assert from "node:assert/strict";
import { halfStep, highest, lowest, slopeByDifferences } from "../../lib/experiments/extremes.ts";

Deno.test("lowest() and highest() find the ends of a wave", () => {
  const wave = (u: number) => Math.sin(u - 0.3) * Math.exp(-u * u / 50);
  assert(Math.abs(highest(Math.cos).at) <= halfStep);
  assert(Math.abs(lowest((u) => (u - 1.234) ** 2).at - 1.234) <= halfStep);
  assert.equal(
    highest(wave).value,
    Math.max(...Array.from({ length: 24001 }, (_, i) => wave(-6 + i / 2000))),
  );
});

Deno.test("slopeByDifferences() of the sine is the cosine", () => {
  for (const u of [-2.2, 0.3, 1.9]) {
    assert(Math.abs(slopeByDifferences(Math.sin)(u) - Math.cos(u)) < 1e-9);
  }
});
