import assert from "node:assert/strict";
import { cifarResNet } from "../../lib/models/cifar_resnet.ts";
import { resNetCounts } from "../../lib/models/resnet_counts.ts";
import { BatchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { countTrained } from "./net_shape.ts";

Deno.test("resNetCounts() counts what the nets have", () => {
  for (const shortcut of ["projection", "padded", "none"] as const) {
    for (const [depth, width] of [[8, 1], [20, 1], [14, 2], [14, 0.5]]) {
      const model = cifarResNet({ depth, width, shortcut, seed: 1 });
      const found = resNetCounts({ depth, width, shortcut });
      const norms = countTrained(model.layers.filter((layer) => layer instanceof BatchNormLayer));
      const last = countTrained([model.getLayer("logits")]);
      assert.deepEqual(found, { all: countTrained(model.layers), norms, last });
      model.dispose();
    }
  }
});

Deno.test("resNetCounts() gives the published numbers", () => {
  // Frankle et al. (2021), table 2, of the deep family.
  const published = { 14: [175_258, 1_120], 56: [855_770, 4_256], 110: [1_730_714, 8_288] };
  for (const [depth, [all, norms]] of Object.entries(published)) {
    const found = resNetCounts({ depth: Number(depth) });
    assert.deepEqual([found.all, found.norms], [all, norms]);
  }
});
