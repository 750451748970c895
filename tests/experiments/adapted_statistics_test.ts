import assert from "node:assert/strict";
import { digitDomain } from "../../lib/datasets/digit_domains.ts";
import { imageLength, someImages } from "../../lib/datasets/image_set.ts";
import { adaptStatistics } from "../../lib/experiments/adapted_statistics.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("adaptStatistics() brings running statistics to those of the set, and moves nothing else", () => {
  const scale = { mean: [10, 20, 30], sd: [50, 60, 70] };
  const layer = batchNormLayer({ momentum: 0.9 });
  const dense = tf.layers.dense({ units: 2 });
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [32, 32, 3] }),
      layer,
      tf.layers.globalAveragePooling2d({}),
      dense,
    ],
  });
  const { test } = digitDomain("far");
  const set = someImages(test, Array.from({ length: 300 }, (_, k) => k));
  const kernel = dense.getWeights()[0].dataSync().slice();
  adaptStatistics(model, set, { scale, batches: 60, batchSize: 50, seed: 1 });
  const [gamma, beta, mean, variance] = layer.getWeights().map((t) => [...t.dataSync()]);
  assert.deepEqual([...gamma, ...beta], [1, 1, 1, 0, 0, 0]);
  assert.deepEqual(dense.getWeights()[0].dataSync(), kernel);
  const pixels = set.pixels.length / imageLength(set) * 32 * 32;
  for (const c of [0, 1, 2]) {
    let [sum, squares] = [0, 0];
    for (let k = c; k < set.pixels.length; k += 3) {
      const value = (set.pixels[k] - scale.mean[c]) / scale.sd[c];
      sum += value;
      squares += value ** 2;
    }
    const expected = sum / pixels;
    // Batches of 50 images, whose grounds differ by about one: 1/√50 each, averaged over about twenty.
    assert(Math.abs(mean[c] - expected) < 4 / Math.sqrt(50 * 19), `${mean[c]}, ${expected}`);
    const spread = squares / pixels - expected ** 2;
    assert(Math.abs(variance[c] / spread - 1) < 0.15, `${variance[c]}, ${spread}`);
  }
});
