import assert from "node:assert/strict";
import { deadByBias } from "../../lib/experiments/dead_by_bias.ts";

Deno.test("deadByBias() kills all units, half of them, or none", async () => {
  const units = { units: 5003, seed: 1 };
  assert.equal(await deadByBias({ bias: -40, examples: 7, ...units }), 1);
  assert.equal(await deadByBias({ bias: 40, examples: 7, ...units }), 0);
  const half = await deadByBias({ bias: 0, examples: 1, ...units });
  assert(Math.abs(half - 0.5) < 4 * 0.5 / Math.sqrt(5003));
});
