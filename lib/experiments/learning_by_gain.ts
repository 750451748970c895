import { type InputScaling, scaledDigits } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { drawMlpWeights, mlp } from "../models/mlp.ts";
import { adam, sgd } from "../training/optimizers.ts";
import { remember } from "./remember.ts";
import { type PlainRow, trainingPreset, trainNets } from "./train_nets.ts";

/** Deep nets that differ only in the scale of their first weights. */
export interface LearningByGainOptions {
  activation: MlpActivation;
  /** Values of n·Var(W) to compare. */
  gains: readonly number[];
  /** Number of hidden layers; default 5. */
  hiddenLayers?: number;
  /** Units of each hidden layer; default 100. */
  width?: number;
  /** What is done to the pixels; default all together to mean 0 and variance 1. */
  inputs?: InputScaling;
  seeds?: readonly number[];
  steps?: number;
  learningRate?: number;
  /** The update rule; default gradient descent. */
  optimizer?: "sgd" | "adam";
}

/** How one net learned. */
export interface LearningByGainRow extends PlainRow {
  activation: MlpActivation;
  gain: number;
}

/**
 * Trains perceptrons on 8,000 MNIST digits, once for each gain and seed; runs with the same seed see
 * the same batches and the same draws, only scaled.
 */
export const learningByGain = remember(learn);

async function learn(options: LearningByGainOptions): Promise<LearningByGainRow[]> {
  const { activation, gains, hiddenLayers, width, inputs, seeds, steps, learningRate, optimizer } =
    {
      ...{ hiddenLayers: 5, width: 100, inputs: "together" as const, learningRate: 0.1 },
      ...trainingPreset(),
      ...options,
    };
  const shape = { inputs: 784, hidden: Array(hiddenLayers).fill(width), outputs: 10, activation };
  const rows = await trainNets(() => scaledDigits(inputs), {
    build: (seed) => mlp({ ...shape, gain: 1, seed }),
    variants: gains.map((gain) => ({
      learningRate,
      prepare: (model, seed) => drawMlpWeights(model, { gain, seed }),
    })),
    optimizer: optimizer === "adam" ? adam : sgd,
    seeds,
    steps,
    title: `training ${seeds.length} ${activation} nets` +
      (gains.length > 1 ? ` from ${gains.length} gains` : ""),
  });
  return rows.map(({ variant, probes: _p, measured: _m, ...row }) => ({
    activation,
    gain: gains[variant],
    ...row,
  }));
}
