import assert from "node:assert/strict";
import { emptyImageSet } from "../../lib/datasets/image_set.ts";
import { judgedAmong } from "../../lib/experiments/companions.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const size = 8;
const scale = {
  mean: [0, 0, 0],
  sd: [1, 1, 1],
};

/** Grey images: those of class 1 are brighter than those of class 0, by a little. */
function greys(base: number) {
  const set = emptyImageSet(32, { size, classes: ["dark", "bright"] });
  for (let k = 0; k < 32; k++) {
    set.labels[k] = k % 2;
    set.pixels.fill(base + 10 * (k % 2) + k % 3, 3 * size * size * k, 3 * size * size * (k + 1));
  }
  return set;
}

/** Says 1 where an image is brighter than the mean of its batch. */
function brighterThanMean(): tf.LayersModel {
  const input = tf.input({ shape: [size, size, 3] });
  const mean = tf.layers.globalAveragePooling2d({}).apply(input);
  const norm = batchNormLayer().apply(mean);
  const logits = tf.layers.dense({ units: 2, name: "logits" }).apply(norm) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: logits });
  model.getLayer("logits").setWeights([tf.tensor2d([[0, 1], [0, 1], [0, 1]]), tf.zeros([2])]);
  return model;
}

Deno.test("judgedAmong() finds what a net that looks at its batch makes of each company", async () => {
  const model = brighterThanMean();
  const before = model.weights.map((weight) => [...weight.read().dataSync()]);
  const images = greys(100);
  const options = { scale, seed: 1 };
  const many = await judgedAmong(model, images, { ...options, batchSize: 32 });
  assert.deepEqual(many, { accuracy: 1, changed: 0, answers: 2 });
  // Alone an image is as bright as its batch: both logits are 0, and the first class wins.
  assert.deepEqual(await judgedAmong(model, images, { ...options, batchSize: 1 }), {
    accuracy: 0.5,
    changed: 0,
    answers: 1,
  });
  // Among its own class about half of the images are above the mean.
  const own = await judgedAmong(model, images, { ...options, batchSize: 8, sorted: true });
  assert(own.accuracy < 0.8 && own.accuracy > 0.2, `${own.accuracy}`);
  // Among much brighter ones all are dark.
  const strangers = greys(200);
  assert.deepEqual(await judgedAmong(model, images, { ...options, batchSize: 16, strangers }), {
    accuracy: 0.5,
    changed: 0,
    answers: 1,
  });
  assert((await judgedAmong(model, images, { ...options, batchSize: 2 })).changed > 0.1);
  assert.deepEqual(model.weights.map((weight) => [...weight.read().dataSync()]), before);
});
