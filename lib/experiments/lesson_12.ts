/**
 * The runs that lesson 12 does live, and its claims judge.
 *
 * @module
 */
import { copyWeights } from "../models/copy_weights.ts";
import { resNet18 } from "../models/resnet18.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { shareLeft } from "../normalization/running_average.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { ImageTrainer } from "../training/image_trainer.ts";
import { measureStatistics, type NetStatistics, readStatistics } from "./adapted_statistics.ts";
import { fineTunedWithMomentum, type MomentumResult } from "./momentum_study.ts";
import { digits, pretrainedOnDigits } from "./pretrained.ts";
import { remember } from "./remember.ts";
import { preset } from "./scale.ts";

/** What running statistics remember. */
export interface MemoryRow {
  momentum: number;
  steps: number;
  /** Share of the old statistics that is left in the first normalization, measured. */
  measured: number;
  /** momentum to the power of the steps. */
  law: number;
}

/**
 * Shows coloured digits to a net that knows plain ones, without moving a weight, and measures what is
 * left of its old running means: with the old ones s, the new ones t and those in between r, the share
 * p for which r = p·s + (1 − p)·t fits best.
 */
export const memory = remember<{ momenta: readonly number[]; steps: number }, MemoryRow>(measure);

async function measure(
  { momenta, steps }: { momenta: readonly number[]; steps: number },
): Promise<MemoryRow[]> {
  const net = await pretrainedOnDigits();
  const { train } = digits("far");
  const { scale } = net;
  const rows: MemoryRow[] = [];
  for (const momentum of momenta) {
    const model = net.build({ outputs: 10, seed: 1, momentum });
    const before = await readStatistics(model);
    const target = await measureStatistics(model, train, {
      scale,
      batchSize: 64,
      count: 1920,
      seed: 1,
    });
    const still = { batchSize: 64, learningRate: 1e-12, seed: 1, scale };
    using trainer = new ImageTrainer(model, train, still);
    trainer.run({ steps }).dispose();
    const measured = shareOf(await readStatistics(model), { before, target });
    model.dispose();
    rows.push({ momentum, steps, measured, law: shareLeft(momentum, steps) });
  }
  return rows;
}

function shareOf(
  now: NetStatistics,
  { before, target }: { before: NetStatistics; target: NetStatistics },
): number {
  const [r, s, t] = [now, before, target].map(([{ mean }]) => [...mean]);
  const product = (a: number[]) => a.reduce((sum, v, k) => sum + v * (s[k] - t[k]), 0);
  return product(r.map((v, k) => v - t[k])) / product(s.map((v, k) => v - t[k]));
}

/** Fine-tunes a net of plain digits on coloured ones, with two momenta. */
export const twoMomenta = remember<{ seed: number }, MomentumResult>(async ({ seed }) => {
  const net = await pretrainedOnDigits({ seed });
  const training = {
    ...{ net, images: digits("far"), batchSize: 32, learningRate: 0.01, seed, judgedOn: 300 },
    judgedAfter: preset({ tiny: [10], laptop: [10, 30], gpu: [10, 30, 100] }),
  };
  return [
    ...await fineTunedWithMomentum({ ...training, momentum: 0.9 }),
    ...await fineTunedWithMomentum({ ...training, momentum: 0.99 }),
  ];
});

/** A net whose normalizations were replaced, on the digits it was trained on. */
export interface ReplacedRow {
  normalizations: string;
  accuracy: number;
  /** The largest difference of a logit to those of the net as it was. */
  difference: number;
}

/** Replaces the normalizations of a trained net by others with momentum 0.99: with and without their weights. */
export const replaced = remember<{ seed: number }, ReplacedRow>(async ({ seed }) => {
  const net = await pretrainedOnDigits({ seed });
  const { scale } = net;
  const { test } = digits("plain");
  const original = net.original();
  const slow = resNet18({
    ...{ outputs: 10, width: 1 / 8, image: [32, 32, 3], seed: 7 },
    norm: ({ convolution }) =>
      batchNormLayer({ momentum: 0.99, epsilon: 1e-5, name: `${convolution}_norm` }),
  });
  const x = tf.randomUniform([16, 32, 32, 3], -2, 2, "float32", 1);
  const logits = (model: tf.LayersModel) => model.predict(x) as tf.Tensor;
  const judge = async (normalizations: string, model: tf.LayersModel) => {
    const [difference] = await take(
      tf.tidy(() => logits(model).sub(logits(original)).abs().max()),
    );
    const { accuracy } = await evaluateImages(model, test, { scale });
    return { normalizations, accuracy, difference };
  };
  const rows = [await judge("as they were", original)];
  copyWeights(original, slow);
  rows.push(await judge("new, all four tensors copied", slow));
  for (const layer of slow.layers.filter(({ name }) => name.endsWith("_norm"))) {
    const [gamma, beta, mean, variance] = layer.getWeights();
    tf.tidy(() => layer.setWeights([gamma, beta, tf.zerosLike(mean), tf.onesLike(variance)]));
  }
  rows.push(await judge("new, γ and β copied, statistics 0 and 1", slow));
  tf.dispose([x]);
  original.dispose();
  slow.dispose();
  return rows;
});
