import assert from "node:assert/strict";
import { digitDomain } from "../../lib/datasets/digit_domains.ts";
import { someImages } from "../../lib/datasets/image_set.ts";
import { fineTuning } from "../../lib/experiments/fine_tuning.ts";
import type { Pretrained } from "../../lib/experiments/pretrained.ts";
import { vgg } from "../../lib/models/vgg.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { frozenAs } from "../../lib/normalization/frozen.ts";
import type { tf } from "../../lib/tensorflow/tf.ts";

/** A net that nobody trained: what is frozen and what moves is the same. */
function untrained(built: tf.LayersModel[]): Pretrained {
  return {
    scale: { mean: [128, 128, 128], sd: [64, 64, 64] },
    bodyEnd: "stage_2_pool",
    build({ outputs, seed, momentum = 0.9 }) {
      const norm = ({ convolution }: { convolution: string }) =>
        batchNormLayer({ momentum, name: `${convolution}_norm` });
      const model = vgg({ outputs, image: [32, 32, 3], stages: [[4], [8]], norm, seed });
      built.push(model);
      return model;
    },
  };
}

const all = digitDomain("plain");
const target = {
  train: someImages(all.train, Array.from({ length: 60 }, (_, k) => k)),
  test: someImages(all.test, Array.from({ length: 40 }, (_, k) => k)),
};
const options = { batchSize: 10, seed: 1 };
const head = { learns: "head", steps: 4, learningRate: 0.01 } as const;

Deno.test("fineTuning() judges as trained and in inference; both are one where nothing differs", async () => {
  const net = untrained([]);
  const norms = frozenAs["Keras 3.15: trainable = False, training = True"];
  const [row] = await fineTuning(net, target, { ...options, phases: [{ ...head, norms }] });
  assert(Math.abs(row.loss - row.lossAsTrained) < 1e-5);
  const batch = frozenAs["tf.keras of TensorFlow 1: trainable = False"];
  const [other] = await fineTuning(net, target, {
    ...options,
    phases: [{ ...head, norms: batch }],
  });
  assert(Math.abs(other.loss - other.lossAsTrained) > 1e-3);
});

Deno.test("fineTuning() counts the steps of all phases, and judges where it is asked to", async () => {
  const norms = frozenAs["Keras 3.15: trainable = False, training = True"];
  const rows = await fineTuning(untrained([]), target, {
    ...options,
    phases: [
      { ...head, norms, judgedAfter: [0, 2, 9] },
      {
        learns: "all",
        norms: frozenAs["fast.ai 2.8: freeze()"],
        steps: 3,
        learningRate: 0.001,
        judgedAfter: [1],
      },
    ],
  });
  assert.deepEqual(rows.map(({ phase, step }) => [phase, step]), [[1, 0], [1, 2], [1, 4], [2, 5], [
    2,
    7,
  ]]);
  assert(rows.every(({ loss }) => Number.isFinite(loss)));
});

Deno.test("fineTuning() takes so many examples, and the same ones for a seed", async () => {
  const norms = frozenAs["Keras 3.15: trainable = False, training = True"];
  const few = () =>
    fineTuning(untrained([]), target, { ...options, examples: 12, phases: [{ ...head, norms }] });
  assert.deepEqual(await few(), await few());
  await assert.rejects(
    () =>
      fineTuning(untrained([]), target, { ...options, examples: 7, phases: [{ ...head, norms }] }),
    /from 1 to the 7 images/,
  );
});
