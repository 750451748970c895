import assert from "node:assert/strict";
import { layerRidges } from "../../lib/figures/layer_ridges.ts";

const rows = [1, 2].map((layer) => ({ layer, x: [-1, 0, 1], density: [0, layer, 0] }));
const words = { name: "ridges", title: "A test", alt: "A test.", quantity: "output" };

Deno.test("layerRidges() draw a column a net, a ridge a layer, and title each column", () => {
  const { data, layout } = layerRidges([{ title: "a", rows }, { title: "b", rows }], words);
  assert.equal(data.length, 4);
  assert.deepEqual(layout.annotations!.map((a) => a.text), ["a", "b"]);
  assert.deepEqual(layout.yaxis!.ticktext, ["1", "2"]);
  assert.deepEqual(data.map((trace) => (trace as { xaxis: string }).xaxis), ["x", "x", "x2", "x2"]);
});

Deno.test("layerRidges() refuse a layer without values", () => {
  const empty = [{ layer: 1, x: [0, 1], density: [0, 0] }];
  assert.throws(() => layerRidges([{ title: "a", rows: empty }], words), /group 1/);
});
