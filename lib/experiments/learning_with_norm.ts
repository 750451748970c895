import { match } from "ts-pattern";
import { scaledDigits } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { dropout } from "../models/dropout.ts";
import { beginCentred } from "../models/mlp.ts";
import { normalizedMlp } from "../models/normalized_mlp.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { batchRenormLayer } from "../normalization/batch_renorm_layer.ts";
import { layerNormLayer } from "../normalization/layer_norm_layer.ts";
import { noisyBatchNormLayer } from "../normalization/noisy_batch_norm.ts";
import { usePopulationStatistics } from "../normalization/population_statistics.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";
import { accuracy } from "../training/losses.ts";
import { remember } from "./remember.ts";
import { type SplitRows, type TrainedNetRow, trainingPreset, trainNets } from "./train_nets.ts";

/** A normalization that nets may have; groups are ten to a layer. */
export type NormKind = "none" | "batch" | "noisy" | "renorm" | "layer" | "group";

/** Nets of hidden layers of 100 units that differ in their normalization. */
export interface LearningWithNormOptions {
  norm: NormKind;
  activation: MlpActivation;
  /** n·Var(W) of the first weights. */
  gain: number;
  /** The same of the last layer alone; default `gain`. */
  logitsGain?: number;
  /** Whether the normalization stands before the activation or behind it; default before. */
  place?: "before" | "after";
  /** Hidden layers that are normalized, from the first on; default all. */
  normalized?: number;
  /** Of these, every how many are: 2 for the second, the fourth, …; default 1. */
  normalizedEvery?: number;
  /** Whether biases begin as −½·ΣW, which centres the inputs of layers behind sigmoids; default no. */
  centredBiases?: boolean;
  /** Where γ of batch normalization begins; default 1. */
  gamma?: number;
  /** Added to the variance of batch normalization; default 0.001. */
  epsilon?: number;
  /** Share of its old value that a running statistic keeps in a step; default 0.9. */
  momentum?: number;
  /**
   * Dropout of this rate: before each normalization, behind each activation, or only behind the last
   * activation.
   */
  dropout?: { rate: number; place: "before" | "behind" | "last" };
  /** Number of hidden layers; default 3. */
  depth?: number;
  learningRates: readonly number[];
  /** Default 60, as in Ioffe & Szegedy 2015. */
  batchSize?: number;
  /** Digits to train on; default all 8,000. */
  examples?: number;
  /** Looks into the layers every so many steps, if it is given. */
  every?: number;
  /** Whether the trained nets are also judged in other ways; default no. */
  judgeMore?: boolean;
  seeds?: readonly number[];
  steps?: number;
}

/** How one net learned. */
export interface LearningWithNormRow extends Omit<TrainedNetRow, "variant" | "measured"> {
  learningRate: number;
  /** Share of right answers on the digits it was trained on, in inference; if it was asked. */
  trainAccuracy?: number;
  /** On the test digits, each batch normalized by its own statistics, as in training; if it was asked. */
  batchAccuracy?: number;
  /** On the test digits, normalized by the statistics of all training digits; if it was asked. */
  populationAccuracy?: number;
}

/** Trains such nets on digits with each rate, all from the same first weights. */
export const learningWithNorm = remember(learn);

async function learn(options: LearningWithNormOptions): Promise<LearningWithNormRow[]> {
  const { depth = 3, learningRates, batchSize = 60, every, seeds, steps, judgeMore } = {
    ...trainingPreset(),
    ...options,
  };
  const shape = { inputs: 784, hidden: Array<number>(depth).fill(100), outputs: 10 };
  const rows = await trainNets(() => digits(options), {
    build: (seed) => {
      const net = normalizedMlp({
        ...options,
        ...shape,
        norm: (l) => normOf({ ...options, steps }, l),
        dropout: (l) => dropoutOf(options, { l, seed }),
        dropoutPlace: options.dropout?.place === "before" ? "before" : "behind",
        seed,
      });
      if (options.centredBiases) beginCentred(net);
      return net;
    },
    variants: learningRates.map((learningRate) => ({ learningRate })),
    ...{ batchSize, seeds, steps, probes: every ? { every } : undefined },
    measure: judgeMore ? (model, data) => judge(model, data, batchSize) : undefined,
    title: `training ${seeds.length} nets of ${depth} layers, normalization: ${options.norm}`,
  });
  return rows.map(({ variant, measured, ...row }) => {
    const [trainAccuracy, batchAccuracy, populationAccuracy] = measured;
    const more = { trainAccuracy, batchAccuracy, populationAccuracy };
    return { learningRate: learningRates[variant], ...row, ...(judgeMore && more) };
  });
}

function digits({ examples }: LearningWithNormOptions): SplitRows {
  const { train, test } = scaledDigits("together");
  if (!examples) return { train, test };
  const some = {
    x: train.x.slice([0, 0], [examples, -1]),
    labels: train.labels.slice(0, examples),
  };
  return { train: some, test };
}

function normOf(
  options: LearningWithNormOptions & { steps: number },
  l: number,
): tf.layers.Layer | undefined {
  const { norm, depth = 3, normalized = depth, normalizedEvery = 1, steps } = options;
  const { momentum = 0.9, gamma = 1, epsilon = 1e-3 } = options;
  if (l > normalized || l % normalizedEvery !== 0) return undefined;
  const name = `normalization_${l}`;
  return match(norm)
    .with("none", () => undefined)
    .with("batch", () => batchNormLayer({ momentum, gamma, epsilon, name }))
    .with("noisy", () => noisyBatchNormLayer({ momentum, gamma, epsilon, name, seed: l }))
    .with("renorm", () => batchRenormLayer({ momentum, epsilon, name, schedule: shortened(steps) }))
    .with("layer", () => layerNormLayer({ kind: "layer", name }))
    .with("group", () => layerNormLayer({ kind: "group", groups: 10, name }))
    .exhaustive();
}

/** The schedule of Ioffe 2017 for a training of so many steps, where the paper's had about 130,000. */
export function shortened(steps: number) {
  const part = (step: number) => Math.max(1, Math.round(step / 130_000 * steps));
  return {
    warmUp: part(5000) - 1,
    r: { at: part(40_000), most: 3 },
    d: { at: part(25_000), most: 5 },
  };
}

function dropoutOf(
  { dropout: asked, depth = 3 }: LearningWithNormOptions,
  { l, seed }: { l: number; seed: number },
): tf.layers.Layer | undefined {
  if (!asked || (asked.place === "last" && l < depth)) return undefined;
  return dropout({ rate: asked.rate, seed: seedFor(seed, -l) });
}

/** Batches that are judged by their own statistics. */
const mostBatches = 200;

/** Accuracies: on the training digits, by the statistics of each batch, and by those of all digits. */
function judge(model: tf.LayersModel, { train, test }: SplitRows, batchSize: number): tf.Tensor1D {
  const predict = (x: tf.Tensor) => model.predictOnBatch(x) as tf.Tensor;
  const known = accuracy(predict(train.x), train);
  const count = Math.min(mostBatches, Math.floor(test.labels.size / batchSize));
  const whole = count * batchSize;
  const batches = tf.split(test.x.slice([0, 0], [whole, -1]), count);
  const before = model.getWeights().map((weights) => weights.clone());
  const logits = tf.concat(
    batches.map((x) => model.apply(x, { training: true }) as tf.Tensor),
  );
  model.setWeights(before);
  const byBatch = accuracy(logits, { x: test.x, labels: test.labels.slice(0, whole) });
  usePopulationStatistics(model, train.x);
  return tf.stack([known, byBatch, accuracy(predict(test.x), test)]) as tf.Tensor1D;
}
