import assert from "node:assert/strict";
import { cifarResNet, type Shortcut } from "../../lib/models/cifar_resnet.ts";
import { BatchNormLayer, batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { countTrained, layersOnTheWay } from "./net_shape.ts";

/** Weights of such a net and how many of them normalize, from the sizes of its layers alone. */
function counts(depth: number, { width = 1, shortcut }: { width?: number; shortcut: Shortcut }) {
  const n = (depth - 2) / 6;
  const [a, b, c] = [16, 32, 64].map((channels) => channels * width);
  const convolutions = 9 *
    (3 * a + 2 * n * (a * a + b * b + c * c) - b * b + a * b - c * c + b * c);
  const norms = 2 * (a + 2 * n * (a + b + c));
  const projected = shortcut === "projection";
  return {
    norms: norms + (projected ? 2 * (b + c) : 0),
    all: convolutions + norms + (projected ? a * b + b * c + 2 * (b + c) : 0) + 10 * c + 10,
  };
}

Deno.test("cifarResNet() has as many weights as its formula and the published nets", () => {
  // Frankle et al. (2020) train nets with convolutions in their shortcuts: 1,730,714 weights and 8,288
  // that normalize in ResNet-110; He et al. (2015b, table 6) print millions, two digits.
  const published = { 20: 0.27e6, 56: 0.85e6, 110: 1.7e6 };
  for (const depth of [14, 20, 56, 110] as const) {
    for (const shortcut of ["projection", "padded"] as const) {
      const model = cifarResNet({ depth, shortcut, seed: 1 });
      const norms = countTrained(model.layers.filter((l) => l instanceof BatchNormLayer));
      const all = countTrained(model.layers);
      assert.deepEqual({ norms, all }, counts(depth, { shortcut }));
      if (shortcut === "padded" && depth !== 14) {
        assert(Math.abs(all / published[depth] - 1) < 0.03, `ResNet-${depth}: ${all}`);
      }
      model.dispose();
    }
  }
  assert.deepEqual(counts(14, { shortcut: "projection" }), { all: 175_258, norms: 1_120 });
  assert.deepEqual(counts(56, { shortcut: "projection" }), { all: 855_770, norms: 4_256 });
  assert.deepEqual(counts(110, { shortcut: "projection" }), { all: 1_730_714, norms: 8_288 });
});

Deno.test("cifarResNet() of twice the width has the weights of its formula", () => {
  const model = cifarResNet({ depth: 8, width: 2, seed: 1 });
  const { all } = counts(8, { width: 2, shortcut: "projection" });
  assert.equal(countTrained(model.layers), all);
  model.dispose();
});

Deno.test("cifarResNet() has its depth in layers with weights on the longest way", () => {
  for (const shortcut of ["projection", "padded", "none"] as const) {
    const model = cifarResNet({ depth: 14, shortcut, seed: 1 });
    assert.equal(layersOnTheWay(model).longest, 14);
    // Around every block: the stem, the projections of two stages, the dense layer.
    const shortest = { projection: 4, padded: 2, none: 14 }[shortcut];
    assert.equal(layersOnTheWay(model).shortest, shortest);
    model.dispose();
  }
});

Deno.test("cifarResNet() with γ = 0 at the end of its branches is a net of its shortcuts", () => {
  const norm = ({ endsBranch }: { endsBranch: boolean }) =>
    batchNormLayer({ gamma: endsBranch ? 0 : 1, epsilon: 1e-5 });
  const [deep, shallow] = [20, 8].map((depth) =>
    cifarResNet({ depth, norm, shortcut: "padded", seed: 3 })
  );
  for (const name of ["stem", "logits"]) {
    deep.getLayer(name).setWeights(shallow.getLayer(name).getWeights());
  }
  const x = tf.randomNormal([3, 32, 32, 3], 0, 1, "float32", 5);
  const [y, z] = [deep, shallow].map((model) => model.predict(x) as tf.Tensor);
  assert.deepEqual(y.dataSync(), z.dataSync());
  tf.dispose([x, y, z]);
  for (const model of [deep, shallow]) model.dispose();
});

Deno.test("cifarResNet() puts ReLU on either side of the normalization", () => {
  for (const activationFirst of [false, true]) {
    const model = cifarResNet({ depth: 8, activationFirst, seed: 1 });
    const norm = model.getLayer("stage_1_block_1_1_norm");
    const before = (norm.input as tf.SymbolicTensor).sourceLayer.name;
    assert.equal(before, activationFirst ? "stage_1_block_1_1_relu" : "stage_1_block_1_1");
    model.dispose();
  }
});

Deno.test("cifarResNet() takes depths of 6N + 2 only", () => {
  for (const depth of [2, 18, 20.5, NaN]) {
    assert.throws(() => cifarResNet({ depth, seed: 1 }), /depth must be 6N \+ 2/);
  }
  assert.throws(() => cifarResNet({ depth: 8, width: 0.01, seed: 1 }), /must leave a channel/);
});
