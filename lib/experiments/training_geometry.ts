import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { batchNorm } from "../normalization/batch_norm.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { compile } from "../tensorflow/compile/compile.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { remember } from "./remember.ts";

/**
 * ReLU nets of hidden layers of 100 units with He's weights, without biases, trained by gradient descent
 * on batches of 100 digits; with a batch normalization before each ReLU (γ = 1, β = 0) or without.
 */
export interface TrainingGeometryOptions {
  normalized: boolean;
  depth: number;
  learningRate: number;
  steps: number;
  /** Every how many steps it is looked at. */
  every: number;
  /** Lengths of a trial step along the gradient, in learning rates. */
  trials: readonly number[];
  /** Lengths of other trial steps along it, in lengths of all weights together; default none. */
  lengths?: readonly number[];
  seeds: readonly number[];
}

/** What the loss looks like from one point of the training. */
export interface TrainingGeometryRow {
  seed: number;
  step: number;
  loss: number;
  /** Loss after each trial step along the gradient of this batch, on this batch. */
  along: number[];
  /** Loss after each trial step of a given length. */
  alongLengths: number[];
  /** Cosine of the angle between the gradient and that after the first trial step. */
  gradientCosine: number;
  /**
   * Internal covariate shift of each hidden layer after the first (Santurkar et al. 2018, definition
   * 2.1): the change of its gradient, over its length, when the layers before it take their step.
   */
  shifts: number[];
  /** Cosines of the angles between these two gradients. */
  shiftCosines: number[];
}

/** Trains such nets and looks around in between. */
export const trainingGeometry = remember(look);

async function look(options: TrainingGeometryOptions): Promise<TrainingGeometryRow[]> {
  const { steps, every, seeds, depth, trials, lengths = [] } = options;
  const found = tf.tidy(() => tf.stack(seeds.map((seed) => run(options, seed))));
  const values = [...await take(found)];
  const looks = Math.floor(steps / every);
  const shiftsAt = 2 + trials.length + lengths.length;
  const width = shiftsAt + 2 * (depth - 1);
  return seeds.flatMap((seed, s) =>
    Array.from({ length: looks }, (_, k) => {
      const at = (s * looks + k) * width;
      const own = values.slice(at, at + width);
      return {
        ...{ seed, step: k * every, loss: own[0], gradientCosine: own[1] },
        along: own.slice(2, 2 + trials.length),
        alongLengths: own.slice(2 + trials.length, shiftsAt),
        shifts: own.slice(shiftsAt, shiftsAt + depth - 1),
        shiftCosines: own.slice(shiftsAt + depth - 1),
      };
    })
  );
}

/** All looks at one net [looks, numbers]. */
function run(options: TrainingGeometryOptions, seed: number): tf.Tensor {
  const { depth, learningRate, steps, every } = options;
  const { train } = scaledDigits("together");
  const widths = [784, ...Array<number>(depth).fill(100), 10];
  const weights = widths.slice(1).map((units, l) => {
    const shape: [number, number] = [widths[l], units];
    const draw = { variance: 2 / widths[l], seed: seedFor(seed, l) };
    return tf.variable(drawWeights(shape, draw));
  });
  const batchAt = (step: number) =>
    shuffledIndices(train.labels.size, seedFor(seed, 100 + step)).subarray(0, 100);
  const batchOf = (rows: tf.Tensor1D): Batch => ({
    x: train.x.gather(rows),
    labels: train.labels.gather(rows),
  });
  const descend = compile((rows: tf.Tensor1D) => {
    const { value, gradients } = gradientsAt(weights, batchOf(rows), options);
    weights.forEach((w, l) => w.assign(w.sub(gradients[l].mul(learningRate)) as tf.Tensor2D));
    return value;
  }, { expectedSteps: steps });
  const looks: tf.Tensor[] = [];
  for (let step = 0; step < steps; step++) {
    const rows = tf.tensor1d(Int32Array.from(batchAt(step)), "int32");
    if (step % every === 0) looks.push(tf.tidy(() => lookAround(weights, batchOf(rows), options)));
    tf.dispose([descend(rows), rows]);
  }
  descend.dispose();
  tf.dispose(weights);
  return tf.stack(looks);
}

interface Batch {
  x: tf.Tensor2D;
  labels: tf.Tensor1D;
}

/** Loss, gradient cosine, losses along the gradient by rates and by lengths, shifts and their cosines. */
function lookAround(
  weights: readonly tf.Tensor[],
  batch: Batch,
  options: TrainingGeometryOptions,
): tf.Tensor {
  const { learningRate, trials, lengths = [], depth } = options;
  const { value, gradients } = gradientsAt(weights, batch, options);
  const movedBy = (factor: tf.Tensor) =>
    weights.map((w, l) => w.sub(gradients[l].mul(factor)) as tf.Tensor);
  const moved = (by: number) => movedBy(tf.scalar(by * learningRate));
  const unit = lengthOf(weights).div(lengthOf(gradients));
  const along = [
    ...trials.map((by) => lossAt(moved(by), batch, options)),
    ...lengths.map((by) => lossAt(movedBy(unit.mul(by)), batch, options)),
  ];
  const next = gradientsAt(moved(trials[0]), batch, options).gradients;
  const step = moved(1);
  const shifts = Array.from({ length: depth - 1 }, (_, k) => {
    const layer = k + 1;
    const mixed = weights.map((w, l) => l < layer ? step[l] : w);
    const other = gradientsAt(mixed, batch, options).gradients[layer];
    return {
      change: lengthOf([other.sub(gradients[layer])]).div(lengthOf([gradients[layer]])),
      cosine: cosineOf([gradients[layer]], [other]),
    };
  });
  return tf.stack([
    ...[value, cosineOf(gradients, next), ...along],
    ...shifts.map(({ change }) => change),
    ...shifts.map(({ cosine }) => cosine),
  ]);
}

function gradientsAt(
  weights: readonly tf.Tensor[],
  batch: Batch,
  options: TrainingGeometryOptions,
) {
  const loss = (...all: tf.Tensor[]) => lossAt(all, batch, options);
  const { value, grads } = tf.valueAndGrads(loss)(weights.map((w) => w.clone()));
  return { value, gradients: grads };
}

function lossAt(
  weights: readonly tf.Tensor[],
  { x, labels }: Batch,
  { normalized }: TrainingGeometryOptions,
): tf.Scalar {
  let y: tf.Tensor = x;
  for (const w of weights.slice(0, -1)) {
    const u = y.matMul(w as tf.Tensor2D) as tf.Tensor2D;
    y = (normalized ? batchNorm(u).y : u).relu();
  }
  return crossEntropy(y.matMul(weights.at(-1)!) as tf.Tensor2D, labels);
}

function lengthOf(parts: readonly tf.Tensor[]): tf.Tensor {
  return tf.addN(parts.map((part) => part.square().sum())).sqrt();
}

function cosineOf(parts: readonly tf.Tensor[], others: readonly tf.Tensor[]): tf.Tensor {
  const inner = tf.addN(parts.map((part, l) => part.mul(others[l]).sum()));
  return inner.div(lengthOf(parts).mul(lengthOf(others)));
}
