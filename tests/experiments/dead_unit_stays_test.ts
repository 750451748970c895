import assert from "node:assert/strict";
import { deadUnitStays } from "../../lib/experiments/dead_unit_stays.ts";

Deno.test("deadUnitStays() sees the others move, and a unit with a small bias too", async () => {
  const [dead] = await deadUnitStays({ bias: -100, steps: 5, seed: 2 });
  assert.equal(dead.deadMoved, 0);
  assert(dead.othersMoved > 1e-4);
  const [alive] = await deadUnitStays({ bias: -0.1, steps: 5, seed: 2 });
  assert(alive.deadMoved > 1e-4);
});
