import assert from "node:assert/strict";
import { ridgelines } from "../../lib/figures/ridgelines.ts";

const rows = [
  { group: 1, x: [-1, 0, 1], density: [0, 2, 1] },
  { group: 2, x: [-1, 0, 1], density: [0, 8, 4] },
  { group: 3, x: [-1, 0, 1], density: [1, 1, 1] },
];

function ys(traces: { y?: unknown }[]): number[][] {
  return traces.map(({ y }) => y as number[]);
}

Deno.test("ridgelines() puts the first group on top and names each line", () => {
  const { data, yaxis } = ridgelines(rows);
  assert.deepEqual(ys(data).map((y) => y[0]), [2, 1, 0]);
  assert.deepEqual(yaxis.tickvals, [2, 1, 0]);
  assert.deepEqual(yaxis.ticktext, ["1", "2", "3"]);
});

Deno.test("ridgelines() closes each ridge along its baseline", () => {
  for (const y of ys(ridgelines(rows).data)) assert.equal(y[0], y[y.length - 1]);
});

Deno.test("ridgelines() fills each row when shapes are compared", () => {
  const heights = ys(ridgelines(rows, { scale: "each", overlap: 0.5 }).data)
    .map((y, i) => Math.max(...y) - (2 - i));
  assert.deepEqual(heights, [0.5, 0.5, 0.5]);
});

Deno.test("ridgelines() keeps the ratio of densities when areas are compared", () => {
  const heights = ys(ridgelines(rows, { scale: "all", overlap: 2 }).data)
    .map((y, i) => Math.max(...y) - (2 - i));
  assert.deepEqual(heights, [0.5, 2, 0.25]);
});

Deno.test("ridgelines() leaves room for the highest ridge", () => {
  const { data, yaxis } = ridgelines(rows, { scale: "each", overlap: 3 });
  assert.ok((yaxis.range as number[])[1] > Math.max(...ys(data).flat()));
});

Deno.test("ridgelines() refuses what has no density, naming the group", () => {
  const refuse = (density: number[], message: RegExp) =>
    assert.throws(() => ridgelines([{ group: "layer 7", x: [1, 2], density }]), message);
  refuse([0, 0], /layer 7 .*received a sum of 0/);
  refuse([1, -0.5], /layer 7 must be non-negative/);
  refuse([1, NaN], /received a sum of NaN/);
  refuse([1], /layer 7 .*received 2 and 1/);
  assert.throws(() => ridgelines([]), /received none/);
});
