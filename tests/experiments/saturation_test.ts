import assert from "node:assert/strict";
import { atEnd } from "../../lib/experiments/lesson_03.ts";
import { saturation } from "../../lib/experiments/saturation.ts";

Deno.test("saturation() looks into each layer at the first and later steps", async () => {
  const rows = await saturation({
    ...{ activation: "tanh", gains: [1, 1e4], learningRate: 1e-6, seeds: [1, 2], steps: 7 },
  });
  assert.deepEqual([...new Set(rows.map(({ step }) => step))], [1, 3, 5, 7]);
  assert.equal(rows.length, 2 * 2 * 4 * 5);
  const last = atEnd(rows, "last");
  assert(last.every(({ step }) => step === 7));
  for (const row of rows.filter(({ gain }) => gain === 1e4)) assert(row.saturated > 0.9);
  for (const row of rows.filter(({ gain }) => gain === 1)) {
    assert(row.saturated < 0.1 && row.sd > 0.1 && row.updateToWeight < 1e-5);
  }
});
