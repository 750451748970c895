import assert from "node:assert/strict";
import { quantilePanels } from "../../lib/figures/quantile_panels.ts";

const words = { name: "test", title: "A test", alt: "A test.", y: { title: "u" } };
type Trace = { x: number[]; y: number[]; name: string; yaxis: string; fill?: string };

Deno.test("quantilePanels() averages the runs and draws two bands and the median in each panel", () => {
  const rows = ["plain", "normalized"].flatMap((panel) =>
    [2, 1].flatMap((step) =>
      [0, 2].map((shift) => ({
        panel,
        step,
        quantiles: [-2, -1, 0, 1, 2].map((q) => q + shift * step),
      }))
    )
  );
  const { data, layout } = quantilePanels(rows, words);
  const traces = data as unknown as Trace[];
  assert.deepEqual(traces.map(({ name }) => name), [
    ...["5 to 95 %", "25 to 75 %", "median", "5 to 95 %", "25 to 75 %", "median"],
  ]);
  assert.deepEqual([traces[2].x, traces[2].y], [[1, 2], [1, 2]]);
  assert.deepEqual([Math.min(...traces[0].y), Math.max(...traces[0].y)], [-1, 4]);
  assert.deepEqual(traces.map(({ yaxis }) => yaxis), ["y", "y", "y", "y2", "y2", "y2"]);
  assert.deepEqual(layout.annotations!.map(({ text }) => text), ["plain", "normalized"]);
});
