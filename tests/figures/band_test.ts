import assert from "node:assert/strict";
import { band } from "../../lib/figures/band.ts";

const curve = { x: [1, 2, 3], mean: [5, 6, 7], low: [4, 5, 6], high: [8, 9, 10], name: "loss" };

Deno.test("band() runs along the upper ends and back along the lower ones", () => {
  const [area, line] = band({ ...curve, index: 1 });
  assert.deepEqual(area.x, [1, 2, 3, 3, 2, 1]);
  assert.deepEqual(area.y, [8, 9, 10, 6, 5, 4]);
  assert.deepEqual(line.y, [5, 6, 7]);
});

Deno.test("band() breaks band and line where a value is missing", () => {
  const [area, line] = band({ ...curve, low: [4, null, 6], index: 0 });
  assert.deepEqual(area.x, [1, 1, null, 3, 3]);
  assert.deepEqual(area.y, [8, 4, null, 10, 6]);
  assert.deepEqual(line.y, [5, null, 7]);
});

Deno.test("band() shows its curve once in the legend", () => {
  const [area, line] = band({ ...curve, index: 0 });
  assert.equal(area.showlegend, false);
  assert.equal(area.legendgroup, line.legendgroup);
});

Deno.test("band() draws band and line on the same axes", () => {
  const traces = band({ ...curve, index: 0, line: { xaxis: "x2", yaxis: "y3" } });
  assert.deepEqual(traces.map(({ xaxis, yaxis }) => [xaxis, yaxis]), [["x2", "y3"], ["x2", "y3"]]);
});

Deno.test("band() refuses arrays of different lengths, naming the curve", () => {
  assert.throws(
    () => band({ ...curve, high: [1, 2], index: 0 }),
    /band "loss".*received 3, 3, 3, 2/,
  );
});
