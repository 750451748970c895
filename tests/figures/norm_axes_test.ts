import assert from "node:assert/strict";
import type { PlotData } from "../../lib/figures/figure.ts";
import { normAxes } from "../../lib/figures/norm_axes.ts";

Deno.test("normAxes() shows as many numbers as each normalization takes a mean of", () => {
  const counts = normAxes().data.map((trace) =>
    ((trace as PlotData).z as number[][]).flat().filter((value) => value > 0).length
  );
  // Three examples, six channels, four places: batch, instance, half of the channels, layer twice.
  assert.deepEqual(counts, [3 * 4, 4, 3 * 4, 6, 6 * 4]);
});
