import { scaledDigits } from "../datasets/standardize.ts";
import { denseLayers } from "../models/mlp.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { type PretrainedLayerRow, pretrainedLayers } from "./pretraining.ts";
import {
  pretrainedActivation,
  type PretrainingStart,
  spread,
  startedNet,
} from "./pretraining_starts.ts";
import { remember } from "./remember.ts";
import { type PlainRow, type SplitRows, trainNets } from "./train_nets.ts";

/** Nets that begin in one way. */
export interface StartOptions {
  start: PretrainingStart;
  /** Number of hidden layers, of 100 units each. */
  depth: number;
  /** Steps of pre-training for each layer, where the start needs it. */
  pretrainingSteps: number;
  seeds: readonly number[];
}

/** Deep nets that differ only in how they begin. */
export interface LearningByPretrainingOptions extends StartOptions {
  /** Digits whose labels are known; pre-training sees all 8,000 without labels. Default all. */
  labels?: number;
  learningRates: readonly number[];
  /** Steps of the training that follows, of the whole net, by gradient descent. */
  steps: number;
}

/** How one net learned. */
export interface LearningByPretrainingRow extends PlainRow {
  start: PretrainingStart;
  depth: number;
  labels: number;
  learningRate: number;
}

/** Trains such nets on digits (pixels from 0 to 1), with each rate, all from the same first weights. */
export const learningByPretraining = remember(learn);

async function learn(
  options: LearningByPretrainingOptions,
): Promise<LearningByPretrainingRow[]> {
  const { start, depth, labels = 8000, learningRates, steps, seeds } = options;
  const known = await layersFor(options);
  const rows = await trainNets(() => someLabels(labels), {
    build: (seed) => {
      const layers = known.filter((row) => row.seed === seed);
      const digits = scaledDigits("raw").train.x;
      return startedNet({ start, depth, digits, layers, seed });
    },
    variants: learningRates.map((learningRate) => ({ learningRate })),
    seeds,
    steps,
    title: `training ${seeds.length} nets of ${depth} layers, ${start}`,
  });
  return rows.map(({ variant, probes: _p, measured: _m, ...row }) => ({
    ...{ start, depth, labels, learningRate: learningRates[variant] },
    ...row,
  }));
}

/** The pre-trained layers that a start needs. */
async function layersFor(
  { start, depth, pretrainingSteps: steps, seeds }: StartOptions,
): Promise<PretrainedLayerRow[]> {
  const activation = pretrainedActivation(start);
  return activation ? await pretrainedLayers({ activation, depth, steps, seeds }) : [];
}

function someLabels(labels: number): SplitRows {
  const { train, test } = scaledDigits("raw");
  if (!(labels >= 1 && labels <= train.labels.size)) {
    throw new RangeError(
      `learningByPretraining(): labels must be from 1 to ${train.labels.size}, received ${labels}`,
    );
  }
  const x = train.x.slice([0, 0], [labels, -1]);
  return { train: { x, labels: train.labels.slice(0, labels) }, test };
}

/** One layer of a net that begins. */
export interface SpreadByStartRow {
  start: PretrainingStart;
  seed: number;
  /** From 1 on. */
  layer: number;
  /** n·Var(W) */
  gain: number;
  /** Root of the variance of pre-activations between examples, averaged over the units. */
  spread: number;
}

/** How much the pre-activations of each layer of sigmoids differ between digits before training. */
export const spreadByStart = remember(look);

async function look(options: StartOptions): Promise<SpreadByStartRow[]> {
  const { start, depth, seeds } = options;
  const known = await layersFor(options);
  const found = tf.tidy(() => {
    const digits = scaledDigits("raw").train.x;
    return tf.stack(seeds.map((seed) => {
      const layers = known.filter((row) => row.seed === seed);
      const net = startedNet({ start, depth, digits, layers, seed });
      const numbers = describe(net, digits);
      net.dispose();
      return numbers;
    }));
  });
  const values = await take(found);
  return seeds.flatMap((seed, s) =>
    Array.from({ length: depth }, (_, k) => {
      const at = 2 * (s * depth + k);
      return { start, seed, layer: k + 1, gain: values[at], spread: values[at + 1] };
    })
  );
}

/** Gain and spread of each hidden layer [depth, 2]. */
function describe(net: tf.LayersModel, digits: tf.Tensor2D): tf.Tensor {
  let x = digits;
  return tf.stack(
    denseLayers(net).slice(0, -1).map((layer) => {
      const [kernel, bias] = layer.getWeights() as [tf.Tensor2D, tf.Tensor1D];
      const gain = tf.moments(kernel).variance.mul(kernel.shape[0]);
      const u = x.matMul(kernel).add(bias);
      x = u.sigmoid() as tf.Tensor2D;
      return tf.stack([gain, spread(u)]);
    }),
  );
}
