import { inverseRoot, trainingBatchNorm } from "../tensorflow/compile/training_batch_norm.ts";
import { tf } from "../tensorflow/tf.ts";

/** What a batch normalization needs besides its input. */
export interface BatchNormOptions {
  /** Scale γ [channels]; default 1. */
  gamma?: tf.Tensor1D;
  /** Shift β [channels]; default 0. */
  beta?: tf.Tensor1D;
  /** Added to the variance; default 0.001. */
  epsilon?: number;
}

/** Mean and variance of each channel. */
export interface ChannelStatistics {
  /** [channels] */
  mean: tf.Tensor1D;
  /** [channels], biased: the mean of (x − mean)². */
  variance: tf.Tensor1D;
}

/**
 * Normalizes each channel of x [..., channels] by mean and variance of this batch, which means over
 * all other axes: examples, and places of an image (Ioffe & Szegedy 2015, algorithm 1). The gradient
 * goes through the statistics too. A channel that does not vary gives β.
 *
 * @example
 * ```ts
 * import { batchNorm } from "./batch_norm.ts";
 * import { tf } from "../tensorflow/tf.ts";
 * import { strict as assert } from "node:assert";
 * const { y, mean } = batchNorm(tf.tensor2d([[3], [250]]), { epsilon: 0 });
 * assert.deepEqual([...y.dataSync()].map(Math.round), [-1, 1]);
 * assert.equal(mean.dataSync()[0], 126.5);
 * ```
 *
 * @throws {RangeError} when γ or β have not one number for each channel, ε is negative or not a
 *   number, or x has no examples
 * @throws {TypeError} when x is not float32
 */
export function batchNorm<T extends tf.Tensor>(
  x: T,
  options: BatchNormOptions = {},
): { y: T } & ChannelStatistics {
  const { scale, offset, epsilon } = complete(x, options);
  return trainingBatchNorm(x, { scale, offset, epsilon });
}

/**
 * Normalizes each channel of x [..., channels] by given statistics, such as running averages: what
 * the layer does in inference, the same straight line for every batch.
 *
 * @throws {RangeError} as {@linkcode batchNorm}, and when there are not statistics of each channel
 */
export function batchNormWith<T extends tf.Tensor>(
  x: T,
  { mean, variance, ...options }: ChannelStatistics & BatchNormOptions,
): T {
  const { scale, offset, epsilon } = complete(x, options);
  checkChannels(x, { mean, variance });
  const inverse = inverseRoot(variance, epsilon);
  return x.sub(mean).mul(inverse.mul(scale)).add(offset) as T;
}

/**
 * Mean and biased variance of each channel of x [..., channels], in two passes: E[x²] − E[x]² would
 * lose everything in float32 where the mean is large beside the standard deviation.
 */
export function channelStatistics(x: tf.Tensor): ChannelStatistics {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const mean = x.mean(axes) as tf.Tensor1D;
  return { mean, variance: x.sub(mean).square().mean(axes) as tf.Tensor1D };
}

function complete(x: tf.Tensor, { gamma, beta, epsilon = 1e-3 }: BatchNormOptions) {
  if (!(x.rank >= 2 && x.size > 0)) {
    throw new RangeError(
      `batchNorm(): x must be [examples, ..., channels] and not empty, received [${x.shape}]`,
    );
  }
  if (x.dtype !== "float32") {
    throw new TypeError(`batchNorm(): x must be float32, received ${x.dtype}; x.cast("float32")`);
  }
  if (!(epsilon >= 0 && epsilon < Infinity)) {
    throw new RangeError(`batchNorm(): epsilon must be 0 or more, received ${epsilon}`);
  }
  const channels: [number] = [x.shape.at(-1)!];
  const scale = gamma ?? tf.ones(channels);
  const offset = beta ?? tf.zeros(channels);
  checkChannels(x, { gamma: scale, beta: offset });
  return { scale, offset, epsilon };
}

function checkChannels(x: tf.Tensor, vectors: Record<string, tf.Tensor>): void {
  const channels = x.shape.at(-1);
  for (const [name, { shape }] of Object.entries(vectors)) {
    if (shape.length === 1 && shape[0] === channels) continue;
    throw new RangeError(
      `batchNorm(): ${name} must have one number for each of the ${channels} channels, which come ` +
        `last in x [${x.shape}], received [${shape}]`,
    );
  }
}
