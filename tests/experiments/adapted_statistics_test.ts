import assert from "node:assert/strict";
import { digitDomain } from "../../lib/datasets/digit_domains.ts";
import { someImages } from "../../lib/datasets/image_set.ts";
import {
  blend,
  measureStatistics,
  readStatistics,
  writeStatistics,
} from "../../lib/experiments/adapted_statistics.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const scale = { mean: [3, 5, 7], sd: [2, 11, 13] };
const digits = someImages(digitDomain("far").train, Array.from({ length: 30 }, (_, k) => k));

/** The pixels themselves are normalized, so that their statistics can be counted. */
function bare(momentum: number): tf.LayersModel {
  const input = tf.input({ shape: [32, 32, 3] });
  const output = batchNormLayer({ momentum }).apply(input) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}

/** Mean and variance of a channel of the scaled pixels, in float64. */
function counted(channel: number): { mean: number; variance: number } {
  const values = Float64Array.from(
    { length: digits.pixels.length / 3 },
    (_, k) => (digits.pixels[3 * k + channel] - scale.mean[channel]) / scale.sd[channel],
  );
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length };
}

const close = (a: number, b: number, tolerance: number) =>
  assert(Math.abs(a - b) < tolerance * Math.max(1, Math.abs(b)), `${a}, ${b}`);

for (const momentum of [0.5, 0.99]) {
  Deno.test(`measureStatistics() gives those of the pixels, whatever the momentum: ${momentum}`, async () => {
    const model = bare(momentum);
    const options = { scale, batchSize: 30, count: 30, seed: 1 };
    const [{ mean, variance }] = await measureStatistics(model, digits, options);
    // Rounding of 2⁻²⁴ of numbers up to 3,000, divided by 1 − momentum.
    for (const channel of [0, 1, 2]) {
      close(mean[channel], counted(channel).mean, 1e-4);
      close(variance[channel], counted(channel).variance, 1e-3);
    }
  });
}

Deno.test("measureStatistics() leaves the net as it was, and averages over all batches", async () => {
  const model = bare(0.9);
  writeStatistics(model, [{
    mean: Float32Array.of(2, 3, 5),
    variance: Float32Array.of(7, 11, 13),
  }]);
  const before = await readStatistics(model);
  const options = { scale, batchSize: 10, count: 30, seed: 1 };
  const [{ mean }] = await measureStatistics(model, digits, options);
  assert.deepEqual(await readStatistics(model), before);
  // Three batches with weights 0.81 : 0.9 : 1 are not one of thirty, but near it.
  close(mean[0], counted(0).mean, 0.1);
});

Deno.test("measureStatistics() needs a batch of images", async () => {
  const options = { scale, batchSize: 31, count: 100, seed: 1 };
  await assert.rejects(measureStatistics(bare(0.9), digits, options), /batch of 31.* of 30/);
});

Deno.test("blend() goes from the one to the other", () => {
  const from = [{ mean: Float32Array.of(1, 2), variance: Float32Array.of(3, 5) }];
  const to = [{ mean: Float32Array.of(5, -2), variance: Float32Array.of(7, 9) }];
  assert.deepEqual(blend(from, to, 0), from);
  assert.deepEqual(blend(from, to, 1), to);
  assert.deepEqual([...blend(from, to, 0.25)[0].mean], [2, 1]);
  assert.deepEqual([...blend(from, to, 0.25)[0].variance], [4, 6]);
});
