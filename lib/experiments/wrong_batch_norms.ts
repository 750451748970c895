import { tf } from "../tensorflow/tf.ts";

/** A batch normalization without γ and β, written out, as one might write it. */
export interface WrittenBatchNorm {
  /** Normalizes a batch [examples, features] and updates the running statistics. */
  train(x: tf.Tensor2D): tf.Tensor2D;
  /** Normalizes by the running statistics. */
  infer(x: tf.Tensor2D): tf.Tensor2D;
}

/** One way to write it; the defaults are right. */
interface Writing {
  /** Mean and variance of a batch, to be broadcast over it. */
  statistics?: (x: tf.Tensor2D) => { mean: tf.Tensor; variance: tf.Tensor };
  /** What the centred values are divided by. */
  divisor?: (variance: tf.Tensor) => tf.Tensor;
  /** Where the running variance begins. */
  start?: number;
  /** Whether inference takes the running statistics. */
  usesRunning?: boolean;
  /** The share of its old value that a running statistic keeps; it should be 0.9. */
  keeps?: number;
}

const epsilon = 1e-3;

const right = {
  statistics: (x: tf.Tensor2D) => {
    const mean: tf.Tensor = x.mean(0);
    return { mean, variance: x.sub(mean).square().mean(0) as tf.Tensor };
  },
  divisor: (variance: tf.Tensor) => variance.add(epsilon).sqrt(),
  start: 1,
  usesRunning: true,
  keeps: 0.9,
} satisfies Required<Writing>;

/** Well-known ways to get it wrong, and the right one. */
const writings: Record<string, Writing> = {
  "right": {},
  "statistics outside the gradient": {
    statistics: (x) => {
      const { mean, variance } = right.statistics(x);
      return { mean: constant(mean), variance: constant(variance) };
    },
  },
  "the variance outside the gradient": {
    statistics: (x) => {
      const { mean, variance } = right.statistics(x);
      return { mean, variance: constant(variance) };
    },
  },
  "divides by the variance, not by its root": { divisor: (variance) => variance.add(epsilon) },
  "over the features instead of the examples": {
    statistics: (x) => {
      const mean = x.mean(1, true);
      return { mean, variance: x.sub(mean).square().mean(1, true) };
    },
  },
  "one mean over the whole array": {
    statistics: (x) => {
      const mean = x.mean();
      return { mean, variance: x.sub(mean).square().mean() };
    },
  },
  "no ε": { divisor: (variance) => variance.sqrt() },
  "batch statistics in inference": { usesRunning: false },
  "running variance from 0": { start: 0 },
  "momentum 0.1 where 0.9 is meant": { keeps: 0.1 },
};

/** The names of all, the right one first. */
export const writtenBatchNorms = Object.keys(writings);

/** Makes one of them anew. */
export function writtenBatchNorm(name: string): WrittenBatchNorm {
  const { statistics, divisor, start, usesRunning, keeps } = { ...right, ...writings[name] };
  let running: { mean: tf.Tensor; variance: tf.Tensor } | undefined;
  const normalize = (
    x: tf.Tensor2D,
    { mean, variance }: { mean: tf.Tensor; variance: tf.Tensor },
  ) => x.sub(mean).div(divisor(variance)) as tf.Tensor2D;
  return {
    train(x) {
      const found = statistics(x);
      const before = running ??
        { mean: tf.zerosLike(found.mean), variance: tf.fill(found.variance.shape, start) };
      const moved = (old: tf.Tensor, value: tf.Tensor) => old.mul(keeps).add(value.mul(1 - keeps));
      running = {
        mean: moved(before.mean, found.mean),
        variance: moved(before.variance, found.variance),
      };
      return normalize(x, found);
    },
    infer: (x) => normalize(x, usesRunning && running ? running : statistics(x)),
  };
}

/** The same values, through which no gradient goes. */
function constant(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((value) => ({
    value: (value as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))(x);
}
