import assert from "node:assert/strict";
import { dots } from "../../lib/figures/dots.ts";

const words = {
  name: "test",
  title: "A test",
  alt: "A test.",
  x: { title: "x" },
  y: { title: "y" },
};
type Trace = {
  x: number[];
  y: number[];
  name: string;
  error_x?: { array: number[]; arrayminus: number[] };
};

Deno.test("dots() shows the mean of each name from top to bottom, with its t interval", () => {
  const rows = [{ name: "b", value: 5 }, { name: "a", value: 1 }, { name: "b", value: 7 }];
  const { data, layout } = dots(rows, words);
  const [trace] = data as unknown as Trace[];
  assert.deepEqual([trace.x, trace.y], [[6, 1], [0, 1]]);
  assert.deepEqual(layout.yaxis!.ticktext, ["b", "a"]);
  assert.deepEqual(layout.yaxis!.range, [1.5, -0.5], "the first is on top");
  // Two values: mean ± 12.706·s/√2 with s = √2; of one there is no interval.
  assert(Math.abs(trace.error_x!.array[0] - 12.706) < 1e-3);
  assert.equal(trace.error_x!.arrayminus[1], 0);
  assert.equal(layout.showlegend, false);
});

Deno.test("dots() gives each group its look and the legend, and draws a reference", () => {
  const rows = [{ name: "a", value: 1, group: "old" }, { name: "b", value: 2, group: "new" }];
  const { data, layout } = dots(rows, { ...words, reference: { value: 0.1, name: "guessing" } });
  const traces = data as unknown as Trace[];
  assert.deepEqual(traces.map(({ name }) => name), ["old", "new", "guessing"]);
  assert.deepEqual([traces[1].x, traces[1].y, traces[2].x], [[2], [1], [0.1, 0.1]]);
  assert.equal(layout.showlegend, true);
});
