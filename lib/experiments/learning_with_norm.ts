import { match } from "ts-pattern";
import { scaledDigits } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { beginCentred } from "../models/mlp.ts";
import { normalizedMlp } from "../models/normalized_mlp.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { layerNormLayer } from "../normalization/layer_norm_layer.ts";
import { noisyBatchNormLayer } from "../normalization/noisy_batch_norm.ts";
import type { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";
import { type TrainedNetRow, trainingPreset, trainNets } from "./train_nets.ts";

/** Nets of hidden layers of 100 units that differ in their normalization. */
export interface LearningWithNormOptions {
  norm: "none" | "batch" | "noisy" | "layer";
  activation: MlpActivation;
  /** n·Var(W) of the first weights. */
  gain: number;
  /** Whether the normalization stands before the activation or behind it; default before. */
  place?: "before" | "after";
  /** Hidden layers that are normalized, from the first on; default all. */
  normalized?: number;
  /** Whether biases begin as −½·ΣW, which centres the inputs of layers behind sigmoids; default no. */
  centredBiases?: boolean;
  /** Where γ of batch normalization begins; default 1. */
  gamma?: number;
  /** Share of its old value that a running statistic keeps in a step; default 0.9. */
  momentum?: number;
  /** Number of hidden layers; default 3. */
  depth?: number;
  learningRates: readonly number[];
  /** Default 60, as in Ioffe & Szegedy 2015. */
  batchSize?: number;
  /** Looks into the layers every so many steps, if it is given. */
  every?: number;
  seeds?: readonly number[];
  steps?: number;
}

/** How one net learned. */
export interface LearningWithNormRow extends Omit<TrainedNetRow, "variant" | "measured"> {
  learningRate: number;
}

/** Trains such nets on digits with each rate, all from the same first weights. */
export const learningWithNorm = remember(learn);

async function learn(options: LearningWithNormOptions): Promise<LearningWithNormRow[]> {
  const { norm, depth = 3, learningRates, batchSize = 60, every, seeds, steps } = {
    ...trainingPreset(),
    ...options,
  };
  const shape = { inputs: 784, hidden: Array<number>(depth).fill(100), outputs: 10 };
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) => {
      const net = normalizedMlp({ ...options, ...shape, norm: (l) => normOf(options, l), seed });
      if (options.centredBiases) beginCentred(net);
      return net;
    },
    variants: learningRates.map((learningRate) => ({ learningRate })),
    ...{ batchSize, seeds, steps, probes: every ? { every } : undefined },
    title: `training ${seeds.length} nets of ${depth} layers, normalization: ${norm}`,
  });
  return rows.map(({ variant, measured: _, ...row }) => ({
    learningRate: learningRates[variant],
    ...row,
  }));
}

function normOf(
  { norm, depth = 3, normalized = depth, momentum = 0.9, gamma = 1 }: LearningWithNormOptions,
  l: number,
): tf.layers.Layer | undefined {
  if (l > normalized) return undefined;
  const name = `normalization_${l}`;
  return match(norm)
    .with("none", () => undefined)
    .with("batch", () => batchNormLayer({ momentum, gamma, name }))
    .with("noisy", () => noisyBatchNormLayer({ momentum, gamma, name, seed: l }))
    .with("layer", () => layerNormLayer({ kind: "layer", name }))
    .exhaustive();
}
