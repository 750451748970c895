import { mnist } from "../datasets/mnist.ts";
import { standardizedRows } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { mlp } from "../models/mlp.ts";
import { evaluate, type LabelledRows, train } from "../training/train.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";
import { preset } from "./scale.ts";

/** Deep nets that differ only in the scale of their first weights. */
export interface LearningByGainOptions {
  activation: MlpActivation;
  /** Values of n·Var(W) to compare. */
  gains: readonly number[];
  /** Number of hidden layers, of 100 units each. */
  hiddenLayers?: number;
  seeds?: readonly number[];
  steps?: number;
  learningRate?: number;
}

/** How one net learned. */
export interface LearningByGainRow {
  activation: MlpActivation;
  gain: number;
  seed: number;
  /** Loss (nats) of the first batch before any update, then the mean of each tenth of the training. */
  curve: { step: number; loss: number }[];
  /** Share of right answers on the 2,000 test digits. */
  accuracy: number;
}

/**
 * Trains nets of five hidden layers of 100 units on 8,000 MNIST digits, once for each gain and
 * seed; runs with the same seed see the same batches and the same draws, only scaled.
 */
export const learningByGain = remember(learn);

async function learn(options: LearningByGainOptions): Promise<LearningByGainRow[]> {
  const settings = { hiddenLayers: 5, learningRate: 0.1, ...defaults(), ...options };
  const runs = settings.gains.flatMap((gain) => settings.seeds.map((seed) => ({ gain, seed })));
  const results = tf.tidy(() => {
    const data = loadRows();
    return tf.stack(
      runs.map((run, index) => oneRun(data, { ...settings, ...run, index, runs: runs.length })),
    );
  });
  const values = await take(results);
  return runs.map((run, r) => {
    const row = [...values.subarray(r * (settings.steps + 2), (r + 1) * (settings.steps + 2))];
    return {
      activation: settings.activation,
      ...run,
      curve: tenths(row.slice(2)),
      accuracy: row[1],
    };
  });
}

type RunOptions = Required<Omit<LearningByGainOptions, "gains" | "seeds">> & {
  gain: number;
  seed: number;
  /** Number of this run, from 0. */
  index: number;
  /** Number of all runs. */
  runs: number;
};

/** One net, trained: [test loss, test accuracy, loss of each step]. */
function oneRun(data: { train: LabelledRows; test: LabelledRows }, run: RunOptions): tf.Tensor1D {
  const { activation, gain, seed, steps, learningRate, hiddenLayers } = run;
  const hidden = Array(hiddenLayers).fill(100);
  const model = mlp({ inputs: 784, hidden, outputs: 10, activation, gain, seed });
  const title = `training ${run.runs} ${activation} nets`;
  const progress = { title, before: run.index * steps, of: run.runs * steps };
  return tf.tidy(() => {
    const losses = train(model, data.train, {
      steps,
      batchSize: 100,
      learningRate,
      seed,
      progress,
    });
    const scores = evaluate(model, data.test);
    model.dispose();
    return tf.concat([scores, losses]);
  });
}

function defaults(): { seeds: number[]; steps: number } {
  return preset({
    tiny: { seeds: [1, 2, 3, 4, 5], steps: 40 },
    laptop: { seeds: [1, 2, 3, 4, 5], steps: 100 },
    gpu: { seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], steps: 800 },
  });
}

/** The digits as standardized rows; call inside tf.tidy. */
function loadRows(): { train: LabelledRows; test: LabelledRows } {
  const { train, test } = mnist();
  return {
    train: { x: standardizedRows(train.images), labels: train.labels },
    test: { x: standardizedRows(test.images), labels: test.labels },
  };
}

/** The first loss, then the mean loss of each tenth of the training with the step it ends at. */
function tenths(losses: number[]): { step: number; loss: number }[] {
  const end = (part: number) => Math.round(part * losses.length / 10);
  const means = Array.from({ length: 10 }, (_, part) => {
    const tenth = losses.slice(end(part), end(part + 1));
    return { step: end(part + 1), loss: tenth.reduce((sum, loss) => sum + loss, 0) / tenth.length };
  });
  return [{ step: 0, loss: losses[0] }, ...means];
}
