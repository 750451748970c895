import assert from "node:assert/strict";
import { standardizedMnist, standardizedRows } from "../../lib/datasets/standardize.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("standardizedRows() have mean 0 and variance 1 over all pixels together", () => {
  const images = tf.randomNormal([53, 5, 7, 3], 11, 2.3, "float32", 1) as tf.Tensor4D;
  const rows = standardizedRows(images);
  assert.deepEqual(rows.shape, [53, 105]);
  const { mean, variance } = tf.moments(rows);
  // √N roundings of sums of N = 5,565 numbers around 11.
  const tolerance = 4 * Math.sqrt(5565) * 11 * 2 ** -24;
  assert(Math.abs(mean.dataSync()[0]) < tolerance);
  assert(Math.abs(variance.dataSync()[0] - 1) < tolerance);
});

Deno.test("standardizedMnist() gives as many rows as asked for, and refuses more than there are", () => {
  assert.deepEqual(standardizedMnist({ examples: 7 }).shape, [7, 784]);
  assert.throws(() => standardizedMnist({ examples: 8001 }), RangeError);
  assert.throws(() => standardizedMnist({ examples: NaN }), RangeError);
});
