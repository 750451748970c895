import assert from "node:assert/strict";
import { batchNormWith } from "../../lib/normalization/batch_norm.ts";
import { foldBatchNorm } from "../../lib/normalization/fold.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const vector = (seed: number, shift = 0) =>
  tf.randomNormal([5], shift, 0.3, "float32", seed) as tf.Tensor1D;
const norm = () => ({
  ...{ mean: vector(1, 2), variance: vector(2, 3), gamma: vector(3, 1), beta: vector(4) },
  epsilon: 1e-3,
});

Deno.test("foldBatchNorm() of a dense layer gives the same outputs", () => {
  const x = tf.randomNormal([7, 3], 1, 2, "float32", 5) as tf.Tensor2D;
  const [kernel, bias] = [tf.randomNormal([3, 5], 0, 1, "float32", 6), vector(7, -1)];
  const expected = batchNormWith(x.matMul(kernel).add(bias), norm());
  const folded = foldBatchNorm({ kernel, bias }, norm());
  const found = x.matMul(folded.kernel).add(folded.bias);
  assert(found.sub(expected).abs().max().dataSync()[0] < 1e-5);
});

Deno.test("foldBatchNorm() of a convolution without biases, γ and β gives the same outputs", () => {
  const x = tf.randomNormal([2, 6, 7, 3], 1, 2, "float32", 5) as tf.Tensor4D;
  const kernel = tf.randomNormal([3, 3, 3, 5], 0, 0.3, "float32", 6) as tf.Tensor4D;
  const { mean, variance } = norm();
  const conv = (w: tf.Tensor) => tf.conv2d(x, w as tf.Tensor4D, 1, "same");
  const expected = batchNormWith(conv(kernel), { mean, variance });
  const folded = foldBatchNorm({ kernel }, { mean, variance });
  const found = conv(folded.kernel).add(folded.bias);
  assert(found.sub(expected).abs().max().dataSync()[0] < 1e-4);
});

Deno.test("foldBatchNorm() asks for statistics of each unit", () => {
  const kernel = tf.ones([3, 4]);
  assert.throws(() => foldBatchNorm({ kernel }, norm()), /needs statistics of 4 channels/);
});
