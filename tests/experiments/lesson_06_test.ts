import assert from "node:assert/strict";
import { atBestRate, blockStudy, difference } from "../../lib/experiments/lesson_06.ts";
import { distanceFromHead } from "../../lib/experiments/distance_from_head.ts";

Deno.test("atBestRate() takes the rate with the best mean accuracy of that kind and depth", () => {
  const row = (kind: "plain" | "scaled", learningRate: number, seed: number, accuracy: number) => ({
    ...{ kind, blocks: 10, learningRate, seed, accuracy },
  });
  const rows = [row("plain", 1, 1, 0.2), row("plain", 1, 2, 0.4), row("plain", 2, 1, 0.25)];
  const all = [...rows, row("scaled", 2, 1, 0.9)];
  assert.deepEqual(atBestRate(all, { kind: "plain", blocks: 10 }), rows.slice(0, 2));
});

Deno.test("blockStudy() has five seeds of every case", () => {
  assert.equal(blockStudy().length, 3 * 9 * 4 * 5);
});

Deno.test("difference() is the share of the mean square that varies", () => {
  assert.equal(difference({ seed: 1, block: 2, secondMoment: 4, batchVariance: 1 }), 0.25);
});

Deno.test("distanceFromHead() is 0 for any number of blocks", async () => {
  assert.equal(await distanceFromHead({ blocks: 3 }), 0);
});
