import assert from "node:assert/strict";
import { histogram } from "../../lib/statistics/histogram.ts";

Deno.test("histogram() counts each value once, the largest too", () => {
  const { x, density } = histogram([0, 0.1, 0.6, 1, 1, 2], { bins: 4 });
  assert.deepEqual(x, [0.25, 0.75, 1.25, 1.75]);
  assert.deepEqual(density.map((d) => Math.round(d * 0.5 * 6)), [2, 1, 2, 1]);
});

Deno.test("histogram() leaves values outside the range out of the bins, not out of the total", () => {
  const { density } = histogram([0.5, 0.5, 7, -7], { bins: 1, range: [0, 1] });
  assert.deepEqual(density, [0.5]);
});

Deno.test("histogram() makes a spike of equal values", () => {
  for (const value of [3, 0, -2]) {
    const { x, density } = histogram([value, value], { bins: 3 });
    assert(Math.abs(x[1] - value) < 1e-12 && x[2] > x[1]);
    assert.deepEqual(density.map((d) => d > 0), [false, true, false]);
  }
});

Deno.test("histogram() refuses no values and NaN", () => {
  for (const values of [[], [1, NaN], [1, Infinity]]) {
    assert.throws(() => histogram(values, { bins: 3 }), RangeError);
  }
});
