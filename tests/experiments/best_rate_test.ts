import assert from "node:assert/strict";
import { rowsThatFit, runsAtBestRate } from "../../lib/experiments/best_rate.ts";

const run = (learningRate: number, seed: number, accuracy: number) => ({
  ...{ learningRate, seed, accuracy },
});

Deno.test("runsAtBestRate() takes the rate with the best mean, not the one with the best run", () => {
  const runs = [run(1, 1, 0.2), run(2, 1, 0.05), run(1, 2, 0.4), run(2, 2, 0.5)];
  assert.deepEqual(runsAtBestRate(runs, ({ accuracy }) => accuracy), [runs[0], runs[2]]);
});

Deno.test("runsAtBestRate() passes over a rate at which a run diverged, and bears none", () => {
  const runs = [run(1, 1, -Infinity), run(1, 2, 9), run(2, 1, -3), run(2, 2, -4)];
  assert.deepEqual(runsAtBestRate(runs, ({ accuracy }) => accuracy), runs.slice(2));
  assert.deepEqual(runsAtBestRate([], () => 0), []);
});

Deno.test("rowsThatFit() keeps the rows with all the values, in their order", () => {
  const rows = [{ a: 1, b: 2 }, { a: 1, b: 3 }, { a: 2, b: 2 }];
  assert.deepEqual(rowsThatFit(rows, { a: 1 }), [rows[0], rows[1]]);
  assert.deepEqual(rowsThatFit(rows, { a: 1, b: 2 }), [rows[0]]);
  assert.deepEqual(rowsThatFit(rows, {}), rows);
});
