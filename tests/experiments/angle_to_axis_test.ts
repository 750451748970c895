import assert from "node:assert/strict";
import { angleToNearestAxis } from "../../lib/experiments/angle_to_axis.ts";

Deno.test("angleToNearestAxis() is 22.5 degrees in the plane, and grows with the dimension", async () => {
  const of = (dimensions: number) => angleToNearestAxis({ dimensions, draws: 20_000, seed: 1 });
  // Angles between 0 and 45 degrees, evenly: standard deviation 13.
  assert(Math.abs(await of(2) - 22.5) < 4 * 13 / Math.sqrt(20_000));
  assert(await of(6) > await of(3) && await of(3) > await of(2));
});
