import assert from "node:assert/strict";
import { gradientSigns, weightGradient } from "../../lib/experiments/gradient_signs.ts";
import { scaledDigits } from "../../lib/datasets/standardize.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("gradientSigns() count what the gradients say, one by one", async () => {
  const [row] = await gradientSigns({ inputs: "relu", batchSizes: [7], seeds: [3] });
  const gradient = tf.tidy(() => {
    const { x, labels } = scaledDigits("together").train;
    const batch = { x: x.slice(3000, 7), labels: labels.slice(3000, 7) };
    return weightGradient(batch, { activation: "relu", layer: 2, seed: 3 });
  });
  const columns = gradient.transpose().arraySync() as number[][];
  const shares = columns.map((column) => {
    const [up, down] = [column.filter((g) => g > 0).length, column.filter((g) => g < 0).length];
    return up + down > 0 ? Math.max(up, down) / (up + down) : NaN;
  }).filter((share) => !Number.isNaN(share));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  assert(Math.abs(row.oneSign - mean) < 1e-6, `${row.oneSign}, ${mean}`);
});

Deno.test("weightGradient() is the slope of the loss: zero where a pixel is zero", () => {
  tf.tidy(() => {
    const { x, labels } = scaledDigits("raw").train;
    const batch = { x: x.slice(0, 1), labels: labels.slice(0, 1) };
    const gradient = weightGradient(batch, { activation: "sigmoid", layer: 1, seed: 1 });
    assert.deepEqual(gradient.shape, [784, 100]);
    const rows = gradient.abs().max(1).greater(0).dataSync();
    assert.deepEqual([...rows], [...batch.x.flatten().greater(0).dataSync()]);
  });
});
