import { type ImageSet, type ImageSplits, sampleImages } from "../datasets/image_set.ts";
import type { BatchNormMode } from "../normalization/batch_norm_layer.ts";
import { freeze, unfreeze } from "../normalization/frozen.ts";
import { seedFor } from "../random/seeds.ts";
import type { tf } from "../tensorflow/tf.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { ImageTrainer } from "../training/image_trainer.ts";
import type { Pretrained } from "./pretrained.ts";

/** A part of a fine-tuning. */
export interface Phase {
  /** What learns: the head alone, or everything. What the normalizations do is `norms`. */
  learns: "head" | "all";
  /** Where `learns` is `head`: the last layer that is frozen; default the end of the body. */
  until?: string;
  norms: BatchNormMode;
  steps: number;
  learningRate: number;
  /** After which steps the net is judged, besides the last. */
  judgedAfter?: readonly number[];
}

/** How a pre-trained net is fine-tuned. */
export interface FineTuningOptions {
  phases: readonly Phase[];
  batchSize: number;
  /** Share of its old value that a running statistic keeps; default that of the net. */
  momentum?: number;
  /** Images to learn from, drawn by the seed; default all. */
  examples?: number;
  /** Images to be judged on; default all. */
  judgedOn?: number;
  /** Draws the head, the images and their order. */
  seed: number;
  progress?: string;
  /** Gets the net at the end, before it is disposed of. */
  atEnd?: (model: tf.LayersModel) => Promise<void>;
}

/** The net after some steps. */
export interface FineTuningRow {
  seed: number;
  /** Counted from 1. */
  phase: number;
  /** Steps done in all phases together. */
  step: number;
  /** On test images in inference. */
  accuracy: number;
  loss: number;
  /** On test images with the statistics of training. */
  accuracyAsTrained: number;
  lossAsTrained: number;
}

/** Fine-tunes a pre-trained net phase by phase, and judges it on the way. */
export async function fineTuning(
  net: Pretrained,
  target: ImageSplits,
  options: FineTuningOptions,
): Promise<FineTuningRow[]> {
  const { phases, batchSize, momentum, seed, examples, judgedOn, progress } = options;
  const train = sampleImages(target.train, { count: examples, seed });
  const test = sampleImages(target.test, { count: judgedOn, seed: 1 });
  const model = net.build({ outputs: train.classes.length, seed, momentum });
  const rows: FineTuningRow[] = [];
  let before = 0;
  for (const [k, phase] of phases.entries()) {
    const { learns, until = net.bodyEnd, norms, steps, learningRate, judgedAfter = [] } = phase;
    if (learns === "head") freeze(model, { until, norms });
    else unfreeze(model, norms);
    const note = async (done: number) => {
      const judged = await judge(model, test, net);
      rows.push({ seed, phase: k + 1, step: before + done, ...judged });
    };
    if (judgedAfter.includes(0)) await note(0);
    const training = { batchSize, learningRate, seed: seedFor(seed, k), scale: net.scale };
    using trainer = new ImageTrainer(model, train, training);
    for (const stop of [...judgedAfter.filter((step) => step > 0 && step < steps), steps]) {
      trainer.run({ steps: stop, progress });
      await note(stop);
    }
    trainer.history.dispose();
    before += steps;
  }
  await options.atEnd?.(model);
  model.dispose();
  return rows;
}

async function judge(
  model: tf.LayersModel,
  test: ImageSet,
  { scale }: Pretrained,
): Promise<Omit<FineTuningRow, "seed" | "phase" | "step">> {
  const { accuracy, loss } = await evaluateImages(model, test, { scale });
  const asTrained = await evaluateImages(model, test, { scale, training: true, batchSize: 64 });
  return { accuracy, loss, accuracyAsTrained: asTrained.accuracy, lossAsTrained: asTrained.loss };
}
