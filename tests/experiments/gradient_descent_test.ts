import assert from "node:assert/strict";
import { descend } from "../../lib/experiments/gradient_descent.ts";

const bowl = {
  loss: ([a, b]: readonly number[]) => (a * a + 10 * b * b) / 2,
  gradient: ([a, b]: readonly number[]) => [a, 10 * b],
};

Deno.test("descend() multiplies each error by 1 − rate·curvature in every step", () => {
  const rows = descend(bowl, { start: [3, -2], rate: 0.05, steps: 7 });
  assert.equal(rows.length, 8);
  rows.forEach(({ step, weights: [a, b], loss }) => {
    assert(Math.abs(a - 3 * 0.95 ** step) < 1e-12 && Math.abs(b + 2 * 0.5 ** step) < 1e-12);
    assert.equal(loss, bowl.loss([a, b]));
  });
});

Deno.test("descend() ends where it is told", () => {
  const rows = descend(bowl, { start: [3, 0], rate: 0.5, steps: 99, until: ([a]) => a <= 1 });
  assert.deepEqual(rows.map(({ weights }) => weights[0]), [3, 1.5, 0.75]);
});
