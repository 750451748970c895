import assert from "node:assert/strict";
import { standardizedWeights, weightNorm } from "../../lib/normalization/weight_norm.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const w = tf.randomNormal([13, 5], 0.7, 2, "float32", 1) as tf.Tensor2D;

Deno.test("weightNorm() has the lengths g and the directions of v", () => {
  const g = tf.tensor1d([1, 2, 0.5, 3, 7]);
  const made = weightNorm(w, g);
  assert(made.square().sum(0).sqrt().sub(g).abs().max().dataSync()[0] < 1e-5);
  const ratios = made.div(w);
  assert(ratios.max(0).sub(ratios.min(0)).abs().max().dataSync()[0] < 1e-5);
  assert(weightNorm(w.mul(3) as tf.Tensor2D, g).sub(made).abs().max().dataSync()[0] < 1e-5);
});

Deno.test("standardizedWeights() have mean 0 and the gain as their length", () => {
  const made = standardizedWeights(w, 1.7);
  assert(made.mean(0).abs().max().dataSync()[0] < 1e-6);
  assert(made.square().sum(0).sub(1.7 ** 2).abs().max().dataSync()[0] < 1e-5);
});
