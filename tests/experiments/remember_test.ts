import assert from "node:assert/strict";
import { remember } from "../../lib/experiments/remember.ts";

Deno.test("remember() runs once for equal options, again for others and after a failure", async () => {
  const runs: number[] = [];
  const experiment = remember((options: { n: number }) => {
    runs.push(options.n);
    return options.n < 0 && runs.length < 4
      ? Promise.reject(new Error("failed"))
      : Promise.resolve([options.n]);
  });
  assert.deepEqual(await experiment({ n: 1 }), [1]);
  assert.deepEqual(await experiment({ n: 1 }), [1]);
  assert.deepEqual(await experiment({ n: 2 }), [2]);
  await assert.rejects(experiment({ n: -1 }), /failed/);
  assert.deepEqual(await experiment({ n: -1 }), [-1]);
  assert.deepEqual(runs, [1, 2, -1, -1]);
});
