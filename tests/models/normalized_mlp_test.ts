import assert from "node:assert/strict";
import { dropout } from "../../lib/models/dropout.ts";
import { mlp } from "../../lib/models/mlp.ts";
import { normalizedMlp, type NormalizedMlpOptions } from "../../lib/models/normalized_mlp.ts";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const options: Omit<NormalizedMlpOptions, "dropout"> = {
  ...{ inputs: 7, hidden: [11, 5], outputs: 3, activation: "tanh", gain: 1.7, seed: 2 },
  norm: () => batchNormLayer(),
};
const x = tf.randomNormal([13, 7], 0, 1, "float32", 4) as tf.Tensor2D;
const batch = (u: tf.Tensor) => batchNorm(u).y;
const gap = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0];

for (const place of ["before", "after"] as const) {
  Deno.test(`normalizedMlp() normalizes ${place} the activation, written out`, () => {
    const model = normalizedMlp({ ...options, place });
    const weights = model.layers.filter((layer) => layer.getClassName() === "Dense")
      .map((layer) => layer.getWeights()[0]);
    const layer = (y: tf.Tensor, w: tf.Tensor) =>
      place === "before" ? batch(y.matMul(w)).tanh() : batch(y.matMul(w).tanh());
    const expected = layer(layer(x, weights[0]), weights[1]).matMul(weights[2]);
    assert(gap(model.apply(x, { training: true }) as tf.Tensor, expected) < 1e-4);
  });
}

Deno.test("normalizedMlp() without normalization is mlp(), with the same weights", () => {
  const plain = mlp({ ...options, hidden: [...options.hidden] });
  const model = normalizedMlp({ ...options, norm: () => undefined });
  assert.equal(gap(model.predictOnBatch(x) as tf.Tensor, plain.predictOnBatch(x) as tf.Tensor), 0);
});

Deno.test("normalizedMlp() normalizes the layers that it is told to", () => {
  const model = normalizedMlp({ ...options, norm: (l) => l === 1 ? batchNormLayer() : undefined });
  const names = model.layers.map((layer) => layer.getClassName());
  assert.deepEqual(names.slice(1), [
    ...["Dense", "CourseBatchNorm", "CourseActivation", "Dense", "CourseActivation", "Dense"],
  ]);
});

Deno.test("normalizedMlp() has dropout where it is told, and a last layer of its own scale", () => {
  const rate = 0.5;
  const classes = (dropoutPlace: "before" | "behind") => {
    const model = normalizedMlp({
      ...options,
      dropout: (l) => l === 2 ? dropout({ rate, seed: 1 }) : undefined,
      dropoutPlace,
    });
    return model.layers.slice(4).map((layer) => layer.getClassName());
  };
  const [dense, norm, act, drop] = [
    ...["Dense", "CourseBatchNorm", "CourseActivation", "SeededDropout"],
  ];
  assert.deepEqual(classes("before"), [dense, drop, norm, act, dense]);
  assert.deepEqual(classes("behind"), [dense, norm, act, drop, dense]);
  const last = (logitsGain?: number) =>
    normalizedMlp({ ...options, logitsGain }).getLayer("logits").getWeights()[0];
  assert(gap(last(4 * 1.7), last().mul(2)) < 1e-6);
});
