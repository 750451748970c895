import assert from "node:assert/strict";
import { pretrainingStudy, studied } from "../../lib/experiments/lesson_07.ts";

Deno.test("pretrainingStudy() has five seeds of fifteen starts in six cases at five rates", () => {
  assert.equal(pretrainingStudy().length, 15 * 6 * 5 * 5);
});

Deno.test("studied() takes the best rate of one case, its seeds in order", () => {
  const rows = studied({ start: "ReLU, He", depth: 3 });
  assert.deepEqual(rows.map(({ seed }) => seed), [1, 2, 3, 4, 5]);
  assert.equal(new Set(rows.map(({ learningRate }) => learningRate)).size, 1);
  const slow = studied({ start: "ReLU, He", depth: 3, learningRate: 0.03 });
  assert.deepEqual(slow.map(({ learningRate }) => learningRate), Array(5).fill(0.03));
  assert(rows.every((row) => row.start === "ReLU, He" && row.depth === 3 && row.labels === 8000));
});
