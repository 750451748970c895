import assert from "node:assert/strict";
import { learnedFrom, policyNames } from "../../lib/experiments/data_size_study.ts";

for (const policy of policyNames) {
  Deno.test(`learnedFrom() trains with the policy "${policy}"`, async () => {
    const options = { net: "digits", domain: "near", examples: 50 } as const;
    const row = await learnedFrom({ ...options, policy, learningRate: 0.003, seed: 1 });
    assert.equal(row.policy, policy);
    // Where training and use have one function, they have one judgement.
    const isOne = policy === "head" || policy === "everything, statistics fixed";
    if (isOne) assert.equal(row.accuracy, row.accuracyAsTrained);
    assert(row.accuracy >= 0 && row.accuracy <= 1);
  });
}
