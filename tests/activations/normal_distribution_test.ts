import assert from "node:assert/strict";
import { normalDensity, normalShareBelow } from "../../lib/activations/normal_distribution.ts";

Deno.test("normalShareBelow() agrees with published values", () => {
  // Abramowitz & Stegun, table 26.1 and 26.2.
  const table = [[0, 0.5], [1, 0.841344746068543], [-1.5, 0.0668072012688581]];
  for (const [u, share] of table) assert(Math.abs(normalShareBelow(u) - share) < 1e-14);
  assert(Math.abs(normalShareBelow(-6) - 9.86587645037698e-10) < 2 ** -52);
});

Deno.test("normalDensity() is the slope of normalShareBelow()", () => {
  const h = 1e-5;
  for (const u of [-2.3, 0.4, 1.7]) {
    const slope = (normalShareBelow(u + h) - normalShareBelow(u - h)) / (2 * h);
    assert(Math.abs(normalDensity(u) - slope) < 1e-10);
  }
});
