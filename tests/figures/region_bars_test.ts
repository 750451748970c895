import assert from "node:assert/strict";
import { regionBars } from "../../lib/figures/region_bars.ts";

Deno.test("regionBars() stack shares in percent, one bar an activation", () => {
  const { data, layout } = regionBars([
    { activation: "a", flat: 0.5, linear: 0.2, curved: 0.3 },
    { activation: "b", flat: 0, linear: 0.9, curved: 0.1 },
  ]);
  assert.equal(layout.barmode, "stack");
  assert.deepEqual(data.map((trace) => [trace.name, (trace as { x: number[] }).x]), [
    ["flat", [50, 0]],
    ["linear", [20, 90]],
    ["curved", [30, 10]],
  ]);
});
