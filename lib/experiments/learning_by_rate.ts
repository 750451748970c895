import { type InputScaling, scaledDigits } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { beginCentred, drawMlpWeights, mlp } from "../models/mlp.ts";
import { remember } from "./remember.ts";
import { type PlainRow, trainingPreset, trainNets } from "./train_nets.ts";

/** The same nets trained with several learning rates. */
export interface LearningByRateOptions {
  activation: MlpActivation;
  /** n·Var(W) of the first weights. */
  gain: number;
  hiddenLayers: number;
  /** Units of each hidden layer; default 100. */
  width?: number;
  /** What is done to the pixels. */
  inputs: InputScaling;
  /** Whether sigmoids begin as the same function as σ(u) − ½ would; see `beginCentred`. */
  centredStart?: boolean;
  learningRates: readonly number[];
  seeds?: readonly number[];
  steps?: number;
}

/** How one net learned. */
export interface LearningByRateRow extends PlainRow {
  learningRate: number;
}

/** Trains perceptrons on 8,000 MNIST digits with each rate, all from the same first weights. */
export const learningByRate = remember(learn);

async function learn(options: LearningByRateOptions): Promise<LearningByRateRow[]> {
  const {
    activation,
    gain,
    hiddenLayers,
    width,
    inputs,
    centredStart,
    learningRates,
    seeds,
    steps,
  } = {
    width: 100,
    ...trainingPreset(),
    ...options,
  };
  const shape = { inputs: 784, hidden: Array(hiddenLayers).fill(width), outputs: 10, activation };
  const rows = await trainNets(() => scaledDigits(inputs), {
    build: (seed) => mlp({ ...shape, gain, seed }),
    variants: learningRates.map((learningRate) => ({
      learningRate,
      prepare: (model, seed) => {
        drawMlpWeights(model, { gain, seed });
        if (centredStart) beginCentred(model);
      },
    })),
    seeds,
    steps,
    title: `training ${seeds.length} ${activation} nets with ${learningRates.length} rates`,
  });
  return rows.map(({ variant, probes: _p, measured: _m, ...row }) => ({
    learningRate: learningRates[variant],
    ...row,
  }));
}
