import assert from "node:assert/strict";
import { tf } from "../../lib/tensorflow/tf.ts";
import {
  accuracy,
  crossEntropy,
  logisticReconstruction,
  reconstruction,
} from "../../lib/training/losses.ts";

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

Deno.test("logisticReconstruction() is the cross-entropy of inputs and sigmoids of outputs", () => {
  const x = [[0, 0.3], [1, 0.9]];
  const outputs = [[-2, 0.5], [3, 40]];
  const labels = tf.tensor1d([0, 0], "int32");
  const found = logisticReconstruction(tf.tensor2d(outputs), { x: tf.tensor2d(x), labels });
  const sigmoid = (u: number) => 1 / (1 + Math.exp(-u));
  // ln σ(u) and ln(1 − σ(u)) = ln σ(−u), in float64.
  const losses = x.flatMap((row, i) =>
    row.map((value, j) => {
      const u = outputs[i][j];
      return -value * Math.log(sigmoid(u)) - (1 - value) * Math.log(sigmoid(-u));
    })
  );
  const expected = losses.reduce((sum, value) => sum + value, 0) / 4;
  assert(Math.abs(found.dataSync()[0] - expected) < 1e-6);
});
