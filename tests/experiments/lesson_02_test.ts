import assert from "node:assert/strict";
import { atBestRate, finalLoss, lossLead } from "../../lib/experiments/lesson_02.ts";

const run = (learningRate: number, seed: number, loss: number | null) => ({
  ...{ learningRate, seed, accuracy: 0.5, testLoss: 1, divergedAt: null },
  curve: [{ step: 0, loss: 2 }, { step: 9, loss }],
});
const rows = [run(0.1, 1, 1), run(0.1, 2, 1.5), run(1, 1, 0.5), run(1, 2, 0.7), run(9, 1, null)];

Deno.test("atBestRate() takes the rate with the lowest mean loss, never one that diverged", () => {
  assert.deepEqual(atBestRate(rows).map(finalLoss), [0.5, 0.7]);
  assert.equal(finalLoss(run(9, 1, null)), Infinity);
});

Deno.test("lossLead() is positive where the first loss is lower, paired by seed", () => {
  const { mean } = lossLead(rows, [run(0.1, 1, 0.7), run(0.1, 2, 0.8)]);
  assert(Math.abs(mean - 0.15) < 1e-12);
});
