import assert from "node:assert/strict";
import { batchMeans } from "../../lib/experiments/batch_means.ts";

Deno.test("batchMeans() are 0 when the batch is all there is", async () => {
  const all = { batchSize: 31, examples: 31, batches: 2, seed: 1 };
  assert(await batchMeans(all) < 1e-10);
});
