import assert from "node:assert/strict";
import { shortestStaircase, staircaseDetours } from "../../lib/experiments/staircase.ts";

Deno.test("shortestStaircase() is 1 up and down, √2 across, and found by trying in between", () => {
  const at = (degrees: number) => shortestStaircase(degrees * Math.PI / 180);
  assert(Math.abs(at(45) - 1) < 1e-12 && Math.abs(at(225) - 1) < 1e-12);
  assert(Math.abs(at(135) - Math.SQRT2) < 1e-12);
  assert(Math.abs(at(120) - (Math.cos(Math.PI / 3) + Math.sin(Math.PI / 3))) < 1e-12);
});

Deno.test("staircaseDetours() agree with the search in two dimensions on average", async () => {
  const detours = await staircaseDetours({ dimensions: 2, directions: 20_000, seed: 1 });
  const drawn = detours.reduce((sum, ratio) => sum + ratio, 0) / detours.length;
  let searched = 0;
  for (let k = 0; k < 180; k++) searched += shortestStaircase((2 * k + 1) * Math.PI / 180) / 180;
  // The ratio lies between 1 and √2: its standard deviation is below 0.2.
  assert(Math.abs(drawn - searched) < 4 * 0.2 / Math.sqrt(20_000), `${drawn}, ${searched}`);
});
