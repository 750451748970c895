import assert from "node:assert/strict";
import { digitDomain } from "../../lib/datasets/digit_domains.ts";
import { someImages } from "../../lib/datasets/image_set.ts";
import { fineTunedWithMomentum } from "../../lib/experiments/momentum_study.ts";
import type { Pretrained } from "../../lib/experiments/pretrained.ts";
import { vgg } from "../../lib/models/vgg.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";

const untrained: Pretrained = {
  scale: { mean: [128, 128, 128], sd: [64, 64, 64] },
  bodyEnd: "stage_2_pool",
  build: ({ outputs, seed, momentum = 0.9 }) =>
    vgg({
      ...{ outputs, image: [32, 32, 3], stages: [[4], [8]], seed },
      norm: ({ convolution }) => batchNormLayer({ momentum, name: `${convolution}_norm` }),
    }),
};
const all = digitDomain("far");
const images = {
  train: someImages(all.train, Array.from({ length: 256 }, (_, k) => k)),
  test: someImages(all.test, Array.from({ length: 100 }, (_, k) => k)),
};
const options = { net: untrained, images, batchSize: 16, learningRate: 0.05, seed: 3 };

Deno.test("fineTunedWithMomentum() learns the same with every momentum, and judges after the steps", async () => {
  const training = { ...options, judgedAfter: [2, 20], judgedOn: 100 };
  const [fast, slow] = await Promise.all(
    [0.5, 0.99].map((momentum) => fineTunedWithMomentum({ ...training, momentum })),
  );
  assert.deepEqual(fast.map(({ step }) => step), [2, 20]);
  for (const k of [0, 1]) assert.equal(fast[k].accuracyAsTrained, slow[k].accuracyAsTrained);
});

Deno.test("fineTunedWithMomentum() predicts what it then measures", async () => {
  const training = { ...options, judgedAfter: [30], judgedOn: 100 };
  for (const momentum of [0.5, 0.999]) {
    const [row] = await fineTunedWithMomentum({ ...training, momentum });
    // Two of a hundred answers for each standard error of a share, twice.
    assert(Math.abs(row.accuracy - row.predicted) <= 0.1, JSON.stringify(row));
  }
});
