import assert from "node:assert/strict";
import { relu } from "../../lib/activations/relu.ts";
import { regionShares, regionsOf, steepestSlope } from "../../lib/activations/regions.ts";
import { sigmoidActivation } from "../../lib/activations/sigmoid.ts";
import { normalShareBelow } from "../../lib/activations/normal_distribution.ts";

Deno.test("regionShares() of ReLU are known in closed form", () => {
  const { flat, linear, curved } = regionShares(relu);
  assert(Math.abs(flat - 0.5) < 1e-14);
  // Linear beyond the reach of the kink.
  assert(Math.abs(linear - normalShareBelow(-0.5)) < 1e-12);
  assert(Math.abs(flat + linear + curved - 1) < 1e-14);
});

Deno.test("regionsOf() calls the ends of the sigmoid flat and its middle curved or linear by reach", () => {
  assert.equal(regionsOf(sigmoidActivation)(8), "flat");
  assert.equal(regionsOf(sigmoidActivation)(1.5), "curved");
  assert.equal(regionsOf(sigmoidActivation, { reach: 0.01 })(1.5), "linear");
});

Deno.test("steepestSlope() of the sigmoid is 1/4", () => {
  assert.equal(steepestSlope(sigmoidActivation), 1 / 4);
});
