import assert from "node:assert/strict";
import { deadByRate } from "../../lib/experiments/dead_by_rate.ts";

Deno.test("deadByRate() counts dead units of nets that learned, and says null for those that diverged", async () => {
  const rows = await deadByRate({ learningRates: [0.01, 1e6], seeds: [1, 2], steps: 5 });
  assert.deepEqual(rows.map(({ learningRate }) => learningRate), [0.01, 0.01, 1e6, 1e6]);
  for (const { dead } of rows.slice(0, 2)) assert(dead !== null && dead >= 0 && dead < 0.1);
  for (const { dead, divergedAt } of rows.slice(2)) {
    assert(divergedAt !== null);
    assert.equal(dead, null);
  }
});
