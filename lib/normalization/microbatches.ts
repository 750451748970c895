import { tf } from "../tensorflow/tf.ts";
import type { ChannelStatistics } from "./batch_norm.ts";

/** A normalized batch, and the statistics it was normalized by. */
type Normalized = { y: tf.Tensor } & ChannelStatistics;

/**
 * Normalizes each microbatch of `size` neighbouring examples of x [examples, ..., channels] by itself, as
 * when gradients of small batches are added up. The channels of all microbatches lie side by side for
 * `normalize`, which repeats its vectors [channels] for them. The statistics are the means over the
 * microbatches.
 *
 * @throws {RangeError} when the microbatches do not divide the examples
 */
export function inMicrobatches(
  x: tf.Tensor,
  size: number,
  normalize: (sideBySide: tf.Tensor, repeat: (vector: tf.Tensor1D) => tf.Tensor1D) => Normalized,
): Normalized {
  const [examples, ...rest] = x.shape;
  if (!(Number.isInteger(size) && size >= 1 && examples % size === 0)) {
    throw new RangeError(
      `inMicrobatches(): microbatches must divide the batch of ${examples} examples, received ${size}`,
    );
  }
  const parts = examples / size;
  const channels = rest.at(-1)!;
  const places = rest.slice(0, -1);
  const inner = [...rest.keys()].map((axis) => axis + 1);
  // [parts, size, ...places, channels] -> [size, ...places, parts, channels]
  const order = [...inner, 0, rest.length + 1];
  const apart = x.reshape([parts, size, ...rest]).transpose(order);
  const sideBySide = apart.reshape([size, ...places, parts * channels]);
  const { y, mean, variance } = normalize(
    sideBySide,
    (vector) => vector.tile([parts]),
  );
  const average = (vector: tf.Tensor1D) => vector.reshape([parts, channels]).mean(0) as tf.Tensor1D;
  const back = [...order.keys()].map((axis) => order.indexOf(axis));
  return {
    y: y.reshape(apart.shape).transpose(back).reshape(x.shape),
    mean: average(mean),
    variance: average(variance),
  };
}
