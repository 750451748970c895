import assert from "node:assert/strict";
import { normalizedConvNet } from "../../lib/models/normalized_conv_net.ts";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("normalizedConvNet() is convolution, normalization, ReLU, and a dense layer, written out", () => {
  const model = normalizedConvNet({
    ...{ image: [7, 11, 2], channels: [3, 5], outputs: 4, seed: 3 },
    norm: (l) => l === 2 ? batchNormLayer() : undefined,
  });
  const x = tf.randomNormal([6, 7, 11, 2], 0, 1, "float32", 4) as tf.Tensor4D;
  const [first, second, last] = model.weights.filter(({ shape }) => shape.length > 1)
    .map((w) => w.read());
  const y = x.conv2d(first as tf.Tensor4D, 2, "same").relu() as tf.Tensor4D;
  const z = batchNorm(y.conv2d(second as tf.Tensor4D, 2, "same")).y.relu();
  const expected = z.reshape([6, -1]).matMul(last);
  const found = model.apply(x, { training: true }) as tf.Tensor;
  assert(found.sub(expected).abs().max().dataSync()[0] < 1e-4);
  // He's law: n·Var(W) = 2 for 9 pixels of 3 channels, 135 weights, four standard errors of a variance.
  const variance = 27 * tf.moments(second).variance.dataSync()[0];
  assert(Math.abs(variance / 2 - 1) < 4 * Math.sqrt(2 / 135), `${variance}`);
});
