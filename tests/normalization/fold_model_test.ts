import assert from "node:assert/strict";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { foldModel } from "../../lib/normalization/fold_model.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
  layer.apply(x) as tf.SymbolicTensor;
const conv = (filters: number, useBias: boolean) =>
  tf.layers.conv2d({ filters, kernelSize: 3, padding: "same", useBias });
const relu = () => tf.layers.activation({ activation: "relu" });

/** Two convolutions with batch normalization around which a connection runs, and a dense layer with one. */
function residual(): tf.LayersModel {
  const input = tf.input({ shape: [6, 7, 2] });
  const first = apply(relu(), apply(batchNormLayer(), apply(conv(5, false), input)));
  const branch = apply(batchNormLayer({ scale: false }), apply(conv(5, true), first));
  const sum = apply(batchNormLayer(), apply(tf.layers.add(), [first, branch]));
  const dense = tf.layers.dense({ units: 4 });
  const pooled = apply(tf.layers.globalAveragePooling2d({}), sum);
  const model = tf.model({ inputs: input, outputs: apply(batchNormLayer(), apply(dense, pooled)) });
  const random = model.getWeights().map((w, k) =>
    tf.randomUniform(w.shape, 0.2, 1, "float32", k + 1)
  );
  model.setWeights(random);
  return model;
}

const norms = (model: tf.LayersModel) =>
  model.layers.filter((layer) => layer.getClassName() === "CourseBatchNorm").length;

Deno.test("foldModel() folds what stands behind a layer with weights, and gives the same outputs", () => {
  const model = residual();
  const before = model.getWeights().map((w) => [...w.dataSync()]);
  const folded = foldModel(model);
  assert.equal(norms(model), 4);
  assert.equal(norms(folded), 1, "the one behind the sum stays");
  const x = tf.randomNormal([3, 6, 7, 2], 0, 1, "float32", 9);
  const [a, b] = [model, folded].map((one) => one.predictOnBatch(x) as tf.Tensor);
  const size = a.abs().max().dataSync()[0];
  assert(a.sub(b).abs().max().dataSync()[0] < 1e-5 * size);
  assert.deepEqual(model.getWeights().map((w) => [...w.dataSync()]), before);
});

Deno.test("foldModel() leaves what cannot be folded: behind an activation, or where others read", () => {
  const input = tf.input({ shape: [3] });
  const bent = apply(tf.layers.dense({ units: 4, activation: "tanh" }), input);
  const shared = apply(tf.layers.dense({ units: 4 }), apply(batchNormLayer(), bent));
  const both = apply(tf.layers.add(), [shared, apply(batchNormLayer(), shared)]);
  const model = tf.model({ inputs: input, outputs: both });
  const folded = foldModel(model);
  assert.equal(norms(folded), 2);
  const x = tf.randomNormal([5, 3], 0, 1, "float32", 9);
  const [a, b] = [model, folded].map((one) => one.predictOnBatch(x) as tf.Tensor);
  assert.equal(a.sub(b).abs().max().dataSync()[0], 0);
});

Deno.test("foldModel() names a layer that is used twice", () => {
  const input = tf.input({ shape: [3] });
  const dense = tf.layers.dense({ units: 3, name: "twice" });
  const model = tf.model({ inputs: input, outputs: apply(dense, apply(dense, input)) });
  assert.throws(() => foldModel(model), /layer twice must be used once/);
});
