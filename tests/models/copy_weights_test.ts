import assert from "node:assert/strict";
import { copyWeights } from "../../lib/models/copy_weights.ts";
import { vgg } from "../../lib/models/vgg.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { batchRenormLayer } from "../../lib/normalization/batch_renorm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const shape = { outputs: 3, image: [8, 8, 3], stages: [[5], [7]] } as const;

function net(kind: "batch" | "renorm" | "none", { momentum = 0.9, seed = 1 } = {}) {
  return vgg({
    ...shape,
    seed,
    norm: ({ convolution }) => {
      const options = { momentum, epsilon: 1e-3, name: `${convolution}_norm` };
      if (kind === "none") return undefined;
      return kind === "batch" ? batchNormLayer(options) : batchRenormLayer(options);
    },
  });
}

/** Statistics that are not 0 and 1, as after a training. */
function moved(model: tf.LayersModel): tf.LayersModel {
  const x = tf.randomNormal([11, 8, 8, 3], 2, 3, "float32", 1);
  for (let k = 0; k < 3; k++) model.apply(x, { training: true });
  return model;
}

function largestDifference(one: tf.LayersModel, other: tf.LayersModel): number {
  const x = tf.randomNormal([5, 8, 8, 3], 1, 2, "float32", 2);
  const [a, b] = [one, other].map((model) => model.predict(x) as tf.Tensor);
  return a.sub(b).abs().max().dataSync()[0];
}

for (const kind of ["batch", "renorm"] as const) {
  Deno.test(`copyWeights() keeps the function where ${kind} norms of another momentum come in`, () => {
    const trained = moved(net("batch"));
    const fresh = net(kind, { momentum: 0.99, seed: 2 });
    assert(largestDifference(trained, fresh) > 0.1);
    copyWeights(trained, fresh);
    assert(largestDifference(trained, fresh) < 1e-6);
  });
}

Deno.test("copyWeights() names the layer that does not fit, and what it has", () => {
  assert.throws(
    () => copyWeights(net("batch"), net("none")),
    /stage_1_1 must have weights \[3,3,3,5\] .*it has \[3,3,3,5\], \[5\]|no such layer/,
  );
  const wider = vgg({ ...shape, stages: [[6], [7]], seed: 1 });
  assert.throws(() => copyWeights(net("none"), wider), /stage_1_1 .*\[3,3,3,5\].*\[3,3,3,6\]/);
});
