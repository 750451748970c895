import assert from "node:assert/strict";
import { learnedInBatches } from "../../lib/experiments/small_batch_study.ts";

for (const norm of ["batch renorm", "none"] as const) {
  Deno.test(`learnedInBatches() fine-tunes a net with ${norm} normalization in pairs`, async () => {
    const row = await learnedInBatches({ norm, batchSize: 2, learningRate: 0.01, seed: 1 });
    assert.equal(row.norm, norm);
    assert(row.sourceAccuracy > 0.2, `${row.sourceAccuracy} is chance`);
    assert(row.accuracy >= 0 && row.accuracy <= 1);
  });
}
