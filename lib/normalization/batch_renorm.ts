import { tf } from "../tensorflow/tf.ts";
import type { BatchNormOptions, ChannelStatistics } from "./batch_norm.ts";
import { channelStatistics } from "./batch_norm.ts";

/** What batch renormalization needs besides its input. */
export interface BatchRenormOptions extends BatchNormOptions {
  /** The running mean and variance [channels]. */
  running: ChannelStatistics;
  /** How far the standard deviations may be apart: r is kept between 1/rMax and rMax. From 1. */
  rMax: number | tf.Scalar;
  /** How many running standard deviations the means may be apart: d is kept between ±dMax. From 0. */
  dMax: number | tf.Scalar;
}

/** The normalized batch, its statistics, and what was corrected. */
export interface Renormalized<T extends tf.Tensor> extends ChannelStatistics {
  y: T;
  /** σ of the batch over the running σ, kept within bounds [channels]. */
  r: tf.Tensor1D;
  /** Mean of the batch minus running mean, over the running σ, kept within bounds [channels]. */
  d: tf.Tensor1D;
}

/**
 * Batch renormalization (Ioffe 2017, algorithm 1): a batch normalization whose outputs are corrected to
 * what the running statistics would give, y = γ·(x̂·r + d) + β. No gradient goes through r and d. With
 * rMax = 1 and dMax = 0 it is batch normalization; where nothing is cut off, training gives the same
 * outputs as inference. The standard deviations are √(variance + ε), for both statistics.
 *
 * @throws {RangeError} when rMax is below 1 or dMax below 0
 */
export function batchRenorm<T extends tf.Tensor>(
  x: T,
  { gamma, beta, epsilon = 1e-3, running, rMax, dMax }: BatchRenormOptions,
): Renormalized<T> {
  if (typeof rMax === "number" && !(rMax >= 1)) {
    throw new RangeError(`batchRenorm(): rMax must be 1 or more, received ${rMax}`);
  }
  if (typeof dMax === "number" && !(dMax >= 0)) {
    throw new RangeError(`batchRenorm(): dMax must be 0 or more, received ${dMax}`);
  }
  const { mean, variance } = channelStatistics(x);
  const sd = variance.add(epsilon).sqrt();
  const { r, d } = corrections({ mean, sd }, { running, epsilon, rMax, dMax });
  const corrected = x.sub(mean).div(sd).mul(r).add(d);
  const scaled = gamma ? corrected.mul(gamma) : corrected;
  return { y: (beta ? scaled.add(beta) : scaled) as T, mean, variance, r, d };
}

/** r and d, through which no gradient goes. */
function corrections(
  { mean, sd }: { mean: tf.Tensor1D; sd: tf.Tensor },
  { running, epsilon, rMax, dMax }:
    & Pick<BatchRenormOptions, "running" | "rMax" | "dMax">
    & { epsilon: number },
): { r: tf.Tensor1D; d: tf.Tensor1D } {
  const runningSd = running.variance.add(epsilon).sqrt();
  const between = (value: tf.Tensor, low: tf.Tensor, high: tf.Tensor) =>
    stopGradient(value.minimum(high).maximum(low)) as tf.Tensor1D;
  const [most, apart] = [rMax, dMax].map((one) => typeof one === "number" ? tf.scalar(one) : one);
  return {
    r: between(sd.div(runningSd), tf.scalar(1).div(most), most),
    d: between(mean.sub(running.mean).div(runningSd), apart.neg(), apart),
  };
}

/** The same values, as if they were numbers from outside. */
function stopGradient(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((value) => ({
    value: (value as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))(x);
}

/** How the bounds grow. */
export interface RenormSchedule {
  /** Steps of plain batch normalization; default 5,000. */
  warmUp?: number;
  /** The step at which rMax has reached its largest value, and that value; default 3 at 40,000. */
  r?: { at: number; most: number };
  /** The step at which dMax has reached its largest value, and that value; default 5 at 25,000. */
  d?: { at: number; most: number };
}

/**
 * The bounds at a step: rMax = 1 and dMax = 0 at first, then both rise in a straight line (Ioffe 2017,
 * section 4.1). The step may be a scalar tensor, as in a compiled step.
 *
 * @throws {RangeError} when the bounds rise before the warm-up has ended, or to less than they were
 */
export function renormBounds(
  step: number | tf.Scalar,
  { warmUp = 5000, r = { at: 40_000, most: 3 }, d = { at: 25_000, most: 5 } }: RenormSchedule = {},
): { rMax: tf.Scalar; dMax: tf.Scalar } {
  if (!(warmUp >= 0 && r.at > warmUp && d.at > warmUp && r.most >= 1 && d.most >= 0)) {
    throw new RangeError(
      `renormBounds(): the bounds must reach r ≥ 1 and d ≥ 0 after the warm-up of ${warmUp} steps, ` +
        `received ${JSON.stringify({ r, d })}`,
    );
  }
  const now = tf.scalar(0).add(step);
  const risen = (end: number) => now.sub(warmUp).div(end - warmUp).clipByValue(0, 1);
  return {
    rMax: risen(r.at).mul(r.most - 1).add(1) as tf.Scalar,
    dMax: risen(d.at).mul(d.most) as tf.Scalar,
  };
}
