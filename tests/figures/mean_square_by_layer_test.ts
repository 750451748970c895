import assert from "node:assert/strict";
import { meanSquareByLayer } from "../../lib/figures/mean_square_by_layer.ts";

Deno.test("meanSquareByLayer() draws geometric means over seeds beside the law", () => {
  const rows = [[1, 1], [1, 4], [2, 9], [2, 9]].map(([layer, square]) => ({ layer, square }));
  const { data } = meanSquareByLayer([{ group: "a", rows, law: (layer) => 10 ** layer }], {
    name: "law",
    title: "A test",
    alt: "A test.",
    quantity: "mean square",
    of: "square",
  });
  assert.deepEqual(data.map((trace) => (trace as { y: number[] }).y), [[2, 9], [10, 100]]);
});
