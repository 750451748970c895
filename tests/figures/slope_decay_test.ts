import assert from "node:assert/strict";
import { slopeDecay } from "../../lib/figures/slope_decay.ts";

Deno.test("slopeDecay() draws the reference lines at every depth, on a logarithmic axis", () => {
  const rows = [1, 2, 3].map((depth) => ({ depth, rms: 0.2, median: 0.1, low: 0.05, high: 0.3 }));
  const { data, layout } = slopeDecay(rows, [{ name: "bound", factor: (depth) => 4 ** -depth }]);
  const bound = data.find((trace) => trace.name === "bound") as { y: number[] };
  assert.deepEqual(bound.y, [0.25, 0.0625, 0.015625]);
  assert.equal(layout.yaxis!.type, "log");
});
