import assert from "node:assert/strict";
import { beginCentred, drawMlpWeights, mlp, type MlpOptions } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const options: MlpOptions = {
  inputs: 7,
  hidden: [11, 5],
  outputs: 3,
  activation: "tanh",
  gain: 1.7,
  seed: 2,
};

Deno.test("mlp() computes what its weights say, written out", () => {
  const model = mlp(options);
  const x = tf.randomNormal([13, 7], 0, 1, "float32", 4) as tf.Tensor2D;
  const [w1, b1, w2, b2, w3, b3] = model.getWeights() as tf.Tensor2D[];
  const expected = x.matMul(w1).add(b1).tanh().matMul(w2).add(b2).tanh().matMul(w3).add(b3);
  const gap = (model.predictOnBatch(x) as tf.Tensor).sub(expected).abs().max().dataSync()[0];
  // Three products of up to 11 terms, each rounded.
  assert(gap < 4 * 3 * 11 * 2 ** -24, `${gap}`);
});

Deno.test("mlp() draws weights of variance gain / fan-in and biases 0", () => {
  const model = mlp({ ...options, inputs: 101, hidden: [307], gain: 1.7 });
  const [kernel, bias] = model.getWeights();
  const { variance } = tf.moments(kernel);
  assert(Math.abs(variance.dataSync()[0] * 101 / 1.7 - 1) < 4 * Math.sqrt(2 / (101 * 307)));
  assert.equal(bias.abs().max().dataSync()[0], 0);
});

Deno.test("mlp() is the same for a seed and other for another", () => {
  const first = (seed: number) => mlp({ ...options, seed }).getWeights()[0].dataSync();
  assert.deepEqual(first(2), first(2));
  assert.notDeepEqual(first(2), first(3));
});

Deno.test("drawMlpWeights() draws anew what mlp() drew, and sets the biases to zero", () => {
  const model = mlp(options);
  const values = () => model.getWeights().map((weight) => [...weight.dataSync()]);
  const drawn = values();
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.ones(weight.shape))));
  drawMlpWeights(model, { ...options, seed: options.seed + 1 });
  assert.notDeepEqual(values(), drawn);
  drawMlpWeights(model, options);
  assert.deepEqual(values(), drawn);
});

Deno.test("beginCentred() makes a net of sigmoids the same function as one of σ(u) − ½", () => {
  const sigmoids = mlp({ ...options, activation: "sigmoid" });
  const centred = mlp({ ...options, activation: "centredSigmoid" });
  beginCentred(sigmoids);
  const x = tf.randomNormal([13, 7], 0, 1, "float32", 4);
  const [a, b] = [sigmoids, centred].map((model) => model.predictOnBatch(x) as tf.Tensor);
  // Sums of up to 11 terms, rounded in three layers.
  assert(a.sub(b).abs().max().dataSync()[0] < 4 * 3 * 11 * 2 ** -24);
});

Deno.test("mlp() drops outputs of hidden layers in training only, and keeps its dense layers", () => {
  const model = mlp({ ...options, dropout: 0.5 });
  const x = tf.ones([5, 7]);
  const plain = mlp(options).predictOnBatch(x) as tf.Tensor;
  assert.equal((model.predictOnBatch(x) as tf.Tensor).sub(plain).abs().max().dataSync()[0], 0);
  const dropped = model.apply(x, { training: true }) as tf.Tensor;
  assert(dropped.sub(plain).abs().max().dataSync()[0] > 0);
});

Deno.test("mlp() with normalization brings each unit to mean 0 and variance 1 before its activation", () => {
  const model = mlp({ ...options, normalization: "batch" });
  const [plain, normal] = [mlp(options), model].map(({ layers }) =>
    layers.map((layer) => layer.getClassName())
  );
  assert.equal(plain.includes("BatchNormalization"), false);
  const dense = normal.indexOf("Dense");
  assert.deepEqual(normal.slice(dense + 1, dense + 3), ["BatchNormalization", "CourseActivation"]);
  assert.equal(normal.filter((name) => name === "BatchNormalization").length, 2, "not the logits");
  const x = tf.randomNormal([200, 7], 3, 5, "float32", 4) as tf.Tensor2D;
  const [layer, norm] = [model.getLayer("preactivation_1"), model.layers[dense + 1]];
  const u = norm.apply(layer.apply(x) as tf.Tensor, { training: true }) as tf.Tensor;
  const { mean, variance } = tf.moments(u, 0);
  assert(mean.abs().max().dataSync()[0] < 1e-4);
  // ε = 0.001 beside variances of 25 · 1.7.
  assert(variance.sub(1).abs().max().dataSync()[0] < 1e-3);
});
