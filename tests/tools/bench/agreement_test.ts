import assert from "node:assert/strict";
import { disagreements, tolerance } from "../../../tools/bench/agreement.ts";

const values = [2.5, 2.1, 1.7, 0.13];

function shifted(index: number, share: number): number[] {
  return values.map((value, i) => i === index ? value * (1 + share) : value);
}

Deno.test("disagreements() lets rounding pass and finds whoever computes something else", () => {
  for (const index of values.keys()) {
    const allowed = tolerance(index, true);
    const near = disagreements([values, shifted(index, 0.9 * allowed), values], true);
    assert.deepEqual(near, [undefined, undefined, undefined]);
    const [first, wrong, last] = disagreements(
      [values, shifted(index, -2 * allowed), values],
      true,
    );
    assert.deepEqual([first, last], [undefined, undefined]);
    assert.match(wrong!, new RegExp(`value ${index + 1} of its check`));
  }
});

Deno.test("disagreements() takes NaN, and missing values, for other work", () => {
  const found = disagreements([[2.5, NaN, 1.7, 0.13], values, values, values.slice(1)], true);
  assert.match(found[0]!, /NaN/);
  assert.match(found[3]!, /3 values, the others 4/);
  assert.deepEqual(found.slice(1, 3), [undefined, undefined]);
});

Deno.test("disagreements() of two believes neither, and of one believes it", () => {
  assert.equal(disagreements([values, shifted(0, 0.1)], true).filter(Boolean).length, 2);
  assert.deepEqual(disagreements([values], true), [undefined]);
});
