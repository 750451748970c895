import assert from "node:assert/strict";
import { histogramWithMarks } from "../../lib/figures/histogram_with_marks.ts";

Deno.test("histogramWithMarks() draws the density and a vertical line at each mark", () => {
  const { data } = histogramWithMarks([0, 1, 1, 2], {
    name: "histogram",
    title: "A test",
    alt: "A test.",
    quantity: "value",
    bins: 2,
    marks: [{ x: 1.5, text: "theory" }],
  });
  assert.deepEqual((data[0] as { y: number[] }).y, [0.25, 0.75]);
  assert.deepEqual((data[1] as { x: number[] }).x, [1.5, 1.5]);
});
