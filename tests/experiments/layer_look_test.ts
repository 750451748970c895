import assert from "node:assert/strict";
import { digitDomain } from "../../lib/datasets/digit_domains.ts";
import { sampleImages } from "../../lib/datasets/image_set.ts";
import { imageTensors } from "../../lib/datasets/image_tensors.ts";
import { kernelsOf, lookAtLayers, rootMeanSquare } from "../../lib/experiments/layer_look.ts";
import { resNet18 } from "../../lib/models/resnet18.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { bodyEnd } from "../../lib/models/resnet18.ts";
import { freeze, frozenAs } from "../../lib/normalization/frozen.ts";

const { train } = digitDomain("plain");
const scale = { mean: [128, 128, 128], sd: [64, 64, 64] };
const batch = imageTensors(sampleImages(train, { count: 8, seed: 1 }), { scale });
const net = () => resNet18({ outputs: 10, width: 1 / 16, image: [32, 32, 3], seed: 1 });
const values = (model: tf.LayersModel) => model.getWeights().map((w) => [...w.dataSync()]);

Deno.test("kernelsOf() gives the twenty layers on the longest way", () => {
  const model = net();
  assert.equal(kernelsOf(model).length, 20);
  model.dispose();
});

Deno.test("lookAtLayers() agrees with the formula of the last layer, and leaves the net as it is", async () => {
  const model = net();
  const before = values(model);
  const { gradients, weights, turn, tiny, gradientBins } = await lookAtLayers(model, batch, {
    learningRate: 0.01,
  });
  assert.deepEqual(values(model), before);
  const kernel = kernelsOf(model).at(-1)!;
  assert.equal(weights.at(-1), rootMeanSquare(kernel.dataSync() as Float32Array));
  // The cross-entropy's gradient by the last kernel: inputsᵀ·(probabilities − labels)/N.
  const found = tf.tidy(() => {
    const { input } = model.getLayer("logits");
    const body = tf.model({ inputs: model.inputs, outputs: input as tf.SymbolicTensor });
    const h = body.apply(batch.x, { training: true }) as tf.Tensor2D;
    const logits = model.apply(batch.x, { training: true }) as tf.Tensor2D;
    const errors = tf.softmax(logits).sub(tf.oneHot(batch.labels, 10)) as tf.Tensor2D;
    return h.transpose().matMul(errors).div(8).dataSync() as Float32Array;
  });
  assert(Math.abs(rootMeanSquare(found) / gradients.at(-1)! - 1) < 1e-4);
  assert(turn > 0 && Number.isFinite(turn));
  assert(tiny.every((share) => share >= 0 && share <= 1));
  for (const bins of gradientBins) assert(Math.abs(bins.reduce((a, b) => a + b) - 1) < 1e-6);
  model.dispose();
});

Deno.test("lookAtLayers() finds no gradient where a layer is frozen", async () => {
  const model = net();
  freeze(model, { until: bodyEnd, norms: frozenAs["PyTorch 2.14: requires_grad = False"] });
  const { gradients } = await lookAtLayers(model, batch, { learningRate: 0.01 });
  assert(gradients.slice(0, -1).every((value) => value === 0));
  assert(gradients.at(-1)! > 0);
  model.dispose();
});
