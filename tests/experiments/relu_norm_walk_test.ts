import assert from "node:assert/strict";
import { reluNormWalk } from "../../lib/experiments/relu_norm_walk.ts";
import { mean } from "../../lib/statistics/moments.ts";

for (const weights of ["normal", "orthogonal"] as const) {
  Deno.test(`reluNormWalk() keeps the mean of the squared length over one layer, ${weights}`, async () => {
    const logs = await reluNormWalk({ width: 37, depth: 1, nets: 1000, seed: 3, weights });
    assert.equal(logs.length, 1000);
    // 4·σ/√N: the ratio has a variance of at most 5/n.
    assert(Math.abs(mean(logs.map(Math.exp)) - 1) < 4 * Math.sqrt(5 / 37 / 1000));
  });
}
