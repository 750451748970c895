import { type ImageSet, type ImageSplits, sampleImages } from "../datasets/image_set.ts";
import { shareLeft } from "../normalization/running_average.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { ImageTrainer } from "../training/image_trainer.ts";
import {
  blend,
  measureStatistics,
  type NetStatistics,
  readStatistics,
  writeStatistics,
} from "./adapted_statistics.ts";
import type { Journey } from "./journeys.ts";
import { digits, type Pretrained, pretrainedOnDigits, pretrainedOnImagenet } from "./pretrained.ts";
import { preset } from "./scale.ts";
import { photographSize, photographsOf } from "./shifted_photographs.ts";
import type { RunAll } from "./study_runs.ts";
import { tf } from "../tensorflow/tf.ts";

/** How everything of a pre-trained net learns, with batch statistics. */
export interface MomentumOptions {
  net: Pretrained;
  images: ImageSplits;
  /** Share of its old value that a running statistic keeps in a step. */
  momentum: number;
  batchSize: number;
  learningRate: number;
  /** After which steps it is judged; the last one is the end. */
  judgedAfter: readonly number[];
  judgedOn: number;
  /** Draws the head, the images and their order. */
  seed: number;
}

/** The net after some steps. */
export interface MomentumResult {
  momentum: number;
  batchSize: number;
  seed: number;
  step: number;
  /** On test images, in inference. */
  accuracy: number;
  /** On test images, with the statistics of batches as in training. */
  accuracyAsTrained: number;
  /**
   * In inference, with statistics that were not followed but computed: momentumˢᵗᵉᵖ of those before
   * the first step, the rest those that the net has now on training images.
   */
  predicted: number;
}

/** A row of the committed study. */
export interface MomentumRow extends Journey, MomentumResult {}

/** Fine-tunes a net and judges it on the way: as trained, in inference, and as the law of running averages says. */
export async function fineTunedWithMomentum(options: MomentumOptions): Promise<MomentumResult[]> {
  const { net, images, momentum, batchSize, learningRate, judgedAfter, judgedOn, seed } = options;
  const { scale } = net;
  const { train } = images;
  const test = sampleImages(images.test, { count: judgedOn, seed: 1 });
  const model = net.build({ outputs: train.classes.length, seed, momentum });
  const before = await readStatistics(model);
  const rows: MomentumResult[] = [];
  using trainer = new ImageTrainer(model, train, { batchSize, learningRate, seed, scale });
  for (const step of judgedAfter) {
    trainer.run({ steps: step });
    const { accuracy } = await evaluateImages(model, test, { scale });
    const asTrained = await evaluateImages(model, test, { scale, training: true, batchSize: 64 });
    const now = await measureStatistics(model, train, { scale, batchSize: 32, count: 256, seed });
    const law = blend(before, now, 1 - shareLeft(momentum, step));
    const predicted = await accuracyWith(law, { model, test, net });
    const judged = { accuracy, accuracyAsTrained: asTrained.accuracy, predicted };
    rows.push({ momentum, batchSize, seed, step, ...judged });
  }
  trainer.history.dispose();
  model.dispose();
  return rows;
}

/** Accuracy in inference with other statistics; the net stays as it is. */
export async function accuracyWith(
  statistics: NetStatistics,
  { model, test, net: { scale } }: { model: tf.LayersModel; test: ImageSet; net: Pretrained },
): Promise<number> {
  const own = await readStatistics(model);
  writeStatistics(model, statistics);
  const { accuracy } = await evaluateImages(model, test, { scale });
  writeStatistics(model, own);
  return accuracy;
}

/** Runs the study: two nets, a near and a far domain, two momenta, on digits large and small batches. */
export async function runMomentumStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<MomentumRow[]> {
  const runs = (["digits", "ImageNet"] as const).flatMap((net) =>
    (["near", "far"] as const).flatMap((domain) =>
      (net === "digits" ? [32, 8] : [32]).flatMap((batchSize) =>
        [0.9, 0.99].flatMap((momentum) =>
          seeds.map((seed) => ({
            name: [net, domain, batchSize, momentum, seed].join(" "),
            run: async () => {
              const options = await optionsOf({ net, domain }, seed);
              const learningRate = options.learningRate * batchSize / 32;
              const rows = await fineTunedWithMomentum({
                ...{ ...options, momentum, batchSize, learningRate, seed },
              });
              return rows.map((row) => ({ net, domain, ...row }));
            },
          }))
        )
      )
    )
  );
  return await runAll(runs);
}

/** Near to ImageNet: photographs of ten of its classes. Far from it: their negatives. */
async function optionsOf({ net, domain }: Journey, seed: number) {
  if (net === "digits") {
    return {
      ...{ net: await pretrainedOnDigits({ seed }), images: digits(domain), judgedOn: 300 },
      learningRate: 0.01,
      judgedAfter: preset({ tiny: [3, 10], laptop: [3, 10, 30, 100], gpu: [10, 100, 1000] }),
    };
  }
  return {
    net: pretrainedOnImagenet(photographSize()),
    images: await photographsOf(domain === "near" ? "as they are" : "negative"),
    ...{ judgedOn: preset({ tiny: 50, laptop: 200, gpu: 3900 }), learningRate: 0.001 },
    judgedAfter: preset({ tiny: [2, 4], laptop: [10, 60], gpu: [10, 100, 1000] }),
  };
}
