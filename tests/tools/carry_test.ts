import assert from "node:assert/strict";
import { differingRuns } from "../../tools/carry.ts";
import { sample, spread } from "../../tools/carry/sample.ts";

/** A study of ten runs, whose rows are what `value` says. */
const study = (value: (k: number) => number) => ({
  name: "99_made",
  run: (runAll: Parameters<Parameters<typeof sample>[0]["run"]>[0]) =>
    runAll(Array.from({ length: 10 }, (_, k) => ({
      name: `run ${k}`,
      run: () => Promise.resolve([{ value: value(k) }]),
    }))),
});

Deno.test("spread() takes one from each part, and not always the same seed", () => {
  assert.deepEqual(spread(100, 5), [2, 26, 50, 74, 98]);
  assert.equal(new Set(spread(100, 5).map((k) => k % 5)).size, 5);
  assert.deepEqual(spread(3, 5), [0, 1, 2]);
  for (const length of [5, 6, 7, 90, 270]) {
    const found = spread(length, 5);
    assert.equal(new Set(found).size, 5);
    assert(found.every((k) => k >= 0 && k < length));
  }
});

Deno.test("sample() does some of a study's runs, and a study without runs whole", async () => {
  const found = await sample(study((k) => k), 2);
  assert.deepEqual(found, [{ name: "run 1", rows: [{ value: 1 }] }, {
    name: "run 8",
    rows: [{ value: 8 }],
  }]);
  const whole = { name: "99_whole", run: () => Promise.resolve([{ value: 3 }]) };
  assert.deepEqual(await sample(whole, 2), [{ name: "all of it", rows: [{ value: 3 }] }]);
});

Deno.test("differingRuns() names a run that differs in the last bit, or is another one", async () => {
  const then = await sample(study((k) => k / 3), 5);
  assert.deepEqual(differingRuns(then, await sample(study((k) => k / 3), 5)), []);
  const bit = await sample(study((k) => k === 9 ? 3 + 2 ** -51 : k / 3), 5);
  assert.deepEqual(differingRuns(then, bit), ["run 9"]);
  assert.deepEqual(differingRuns(then.slice(1), then), then.map(({ name }) => name));
});
