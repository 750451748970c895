import assert from "node:assert/strict";
import {
  type InputScaling,
  scaledDigits,
  scalingOf,
  someDigits,
  standardizedMnist,
} from "../../lib/datasets/standardize.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

/** √N roundings of sums of N = 5,565 numbers around 11. */
const tolerance = 4 * Math.sqrt(5565) * 11 * 2 ** -24;
const rows = () => {
  const spread = tf.tensor1d([1, 2.3, 0.7, 0, 3]);
  const z = tf.randomNormal([1113, 5], 0, 1, "float32", 1);
  return z.mul(spread).add(tf.tensor1d([11, -3, 0, 4, 5])) as tf.Tensor2D;
};
const largest = (tensor: tf.Tensor) => tensor.abs().max().dataSync()[0];

Deno.test("scalingOf() brings all features together, or each, to mean 0 and variance 1", () => {
  const x = rows();
  const together = tf.moments(scalingOf(x, "together")(x));
  assert(largest(together.mean) < tolerance && largest(together.variance.sub(1)) < tolerance);
  const each = tf.moments(scalingOf(x, "standardized")(x), 0);
  // The fourth feature is constant: it is only shifted.
  assert(largest(each.mean) < tolerance);
  assert(largest(each.variance.sub(tf.tensor1d([1, 1, 1, 0, 1]))) < tolerance);
  const centred = scalingOf(x, "centred")(x);
  assert(largest(centred.mean(0)) < tolerance);
  assert(largest(tf.moments(centred, 0).variance.sub(tf.moments(x, 0).variance)) < tolerance);
  const one = scalingOf(x, "centred, one scale")(x);
  assert(largest(one.mean(0)) < tolerance);
  assert(Math.abs(largest(one.square().mean()) - 1) < tolerance);
  const ratio = one.square().sum(0).div(centred.square().sum(0));
  assert(largest(ratio.slice(0, 3).sub(ratio.slice(1, 1).sum()).slice(0, 2)) < tolerance);
  assert.equal(largest(scalingOf(x, "raw")(x).sub(x)), 0);
});

Deno.test("scalingOf() scales others by what the first ones say", () => {
  const x = tf.tensor2d([[0, 1], [4, 3]]);
  const other = scalingOf(x, "standardized")(tf.tensor2d([[2, 5]]));
  assert.deepEqual([...other.dataSync()], [0, 3]);
});

Deno.test("scalingOf() names the scalings there are when asked for another", () => {
  assert.throws(() => scalingOf(rows(), "whitened" as InputScaling), /"raw".*received "whitened"/);
});

Deno.test("scaledDigits() scale the test digits by the training digits' numbers", () => {
  tf.tidy(() => {
    const [raw, centred] = [scaledDigits("raw"), scaledDigits("centred")];
    const shift = raw.test.x.sub(centred.test.x).sub(raw.train.x.mean(0));
    assert(largest(shift) < 1e-5);
    assert(largest(centred.test.x.mean(0)) > 0.001, "the test digits have means of their own");
    assert.deepEqual(centred.train.x.shape, [8000, 784]);
  });
});

Deno.test("standardizedMnist() gives as many rows as asked for, and refuses more than there are", () => {
  assert.deepEqual(standardizedMnist({ examples: 7 }).shape, [7, 784]);
  for (const examples of [8001, 0, NaN]) {
    assert.throws(() => someDigits(examples, { scaling: "raw" }), RangeError);
  }
});
