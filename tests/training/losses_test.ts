import assert from "node:assert/strict";
import { tf } from "../../lib/tensorflow/tf.ts";
import { accuracy, crossEntropy, reconstruction } from "../../lib/training/losses.ts";

const batch = () => ({
  x: tf.tensor2d([[1, 2], [3, 5], [7, 11]]),
  labels: tf.tensor1d([0, 1, 1], "int32"),
});

Deno.test("crossEntropy() of equal logits is ln C", () => {
  const loss = crossEntropy(tf.zeros([7, 5]) as tf.Tensor2D, tf.ones([7], "int32") as tf.Tensor1D);
  assert(Math.abs(loss.dataSync()[0] - Math.log(5)) < 2 ** -22);
});

Deno.test("accuracy() is the share of rows whose largest logit is that of the label", () => {
  const share = accuracy(tf.tensor2d([[3, 1], [2, 7], [5, 4]]), batch()).dataSync()[0];
  assert.equal(share, Math.fround(2 / 3));
});

Deno.test("reconstruction() is the mean squared difference to the inputs", () => {
  const outputs = tf.tensor2d([[1, 2], [3, 5], [8, 9]]);
  assert.equal(reconstruction(outputs, batch()).dataSync()[0], Math.fround(5 / 6));
});
