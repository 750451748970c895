import assert from "node:assert/strict";
import { dropout } from "../../lib/models/dropout.ts";
import { normalizedMlp } from "../../lib/models/normalized_mlp.ts";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { usePopulationStatistics } from "../../lib/normalization/population_statistics.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("usePopulationStatistics() makes inference on the same examples what training without dropout is", () => {
  const before = tf.memory().numTensors;
  const x = tf.randomNormal([101, 7], 3, 2, "float32", 1) as tf.Tensor2D;
  const model = normalizedMlp({
    ...{ inputs: 7, hidden: [11, 5], outputs: 3, activation: "relu", gain: 2, seed: 2 },
    norm: () => batchNormLayer({ epsilon: 0.01 }),
    dropout: (l) => dropout({ rate: 0.5, seed: l }),
  });
  const kept = tf.memory().numTensors;
  usePopulationStatistics(model, x);
  assert.equal(tf.memory().numTensors, kept);
  const kernels = model.weights.filter(({ shape }) => shape.length === 2).map((w) => w.read());
  const expected = tf.tidy(() => {
    const layer = (y: tf.Tensor, w: tf.Tensor) =>
      batchNorm(y.matMul(w), { epsilon: 0.01 }).y.relu();
    return layer(layer(x, kernels[0]), kernels[1]).matMul(kernels[2]);
  });
  const found = model.predictOnBatch(x) as tf.Tensor;
  assert(found.sub(expected).abs().max().dataSync()[0] < 1e-4);
  assert(before < kept);
});
