import { scaledDigits } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { denseLayers, mlp } from "../models/mlp.ts";
import { tf } from "../tensorflow/tf.ts";
import { evaluate } from "../training/losses.ts";
import { remember } from "./remember.ts";
import { type PlainRow, trainNets } from "./train_nets.ts";

/** A net with one hidden layer of 100 units whose weights and biases are all zero. */
export interface ZeroWeightsOptions {
  activation: MlpActivation;
  steps: number;
  learningRate: number;
}

/** What became of it. */
export interface ZeroWeightsRow extends PlainRow {
  /** Loss (nats) on all training digits after training. */
  trainLoss: number;
  /** Largest absolute value of W₁, b₁, W₂ and b₂ after training. */
  largest: [number, number, number, number];
}

/** Trains such a net on the whole training set in every step: one row. */
export const zeroWeights = remember(train);

async function train(
  { activation, steps, learningRate }: ZeroWeightsOptions,
): Promise<ZeroWeightsRow[]> {
  const shape = { inputs: 784, hidden: [100], outputs: 10, activation };
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) => mlp({ ...shape, gain: 0, seed }),
    variants: [{ learningRate }],
    measure: (model, { train }) => {
      const weights = denseLayers(model).flatMap((layer) => layer.getWeights());
      const [loss] = tf.unstack(evaluate(model, train));
      return tf.stack([loss, ...weights.map((one) => one.abs().max())]) as tf.Tensor1D;
    },
    batchSize: 8000,
    seeds: [1],
    steps,
    title: `training a ${activation} net from zero`,
  });
  return rows.map(({ variant: _v, probes: _p, measured: [trainLoss, ...largest], ...row }) => ({
    ...row,
    trainLoss,
    largest: largest as ZeroWeightsRow["largest"],
  }));
}

/** The entropy (nats) of how often each digit occurs among the training labels. */
export async function labelEntropy(): Promise<number> {
  const labels = tf.tidy(() => scaledDigits("raw").train.labels);
  const values = [...await labels.data()];
  labels.dispose();
  const shares = Array.from(
    { length: 10 },
    (_, digit) => values.filter((label) => label === digit).length / values.length,
  );
  return -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
}
