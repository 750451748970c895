import assert from "node:assert/strict";
import { labelEntropy, zeroWeights } from "../../lib/experiments/zero_weights.ts";

Deno.test("labelEntropy() lies just below ln 10", async () => {
  const entropy = await labelEntropy();
  assert(entropy < Math.log(10) && entropy > Math.log(10) - 0.01, `${entropy}`);
});

Deno.test("zeroWeights() moves nothing but the output bias of a ReLU net", async () => {
  const [{ largest }] = await zeroWeights({ activation: "relu", steps: 2, learningRate: 0.5 });
  assert.deepEqual(largest.slice(0, 3), [0, 0, 0]);
  assert(largest[3] > 0);
});
