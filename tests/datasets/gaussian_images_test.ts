import assert from "node:assert/strict";
import { gaussianImages } from "../../lib/datasets/gaussian_images.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("gaussianImages() have the mean and variance asked for", () => {
  const images = gaussianImages({ count: 101, shape: [13, 11, 3], mean: 2, variance: 5, seed: 3 });
  assert.deepEqual(images.shape, [101, 13, 11, 3]);
  const { mean, variance } = tf.moments(images);
  const count = 101 * 13 * 11 * 3;
  assert(Math.abs(mean.dataSync()[0] - 2) < 4 * Math.sqrt(5 / count));
  assert(Math.abs(variance.dataSync()[0] / 5 - 1) < 4 * Math.sqrt(2 / count));
});

Deno.test("gaussianImages() refuses a negative variance", () => {
  const image = { count: 1, shape: [1, 1, 1] as [number, number, number], seed: 1 };
  assert.throws(() => gaussianImages({ ...image, variance: -1 }), RangeError);
});
