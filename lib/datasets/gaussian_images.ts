import { tf } from "../tensorflow/tf.ts";

/** Size and statistics of generated images. */
export interface GaussianImageOptions {
  count: number;
  /** [height, width, channels] */
  shape: [number, number, number];
  mean?: number;
  /** Variance of every pixel. */
  variance?: number;
  seed: number;
}

/** Images [count, height, width, channels] of independent pixels from N(mean, variance). */
export function gaussianImages(options: GaussianImageOptions): tf.Tensor4D {
  const { count, shape, mean = 0, variance = 1, seed } = options;
  if (!(variance >= 0)) {
    throw new RangeError(`gaussianImages(): the variance must be at least 0, received ${variance}`);
  }
  return tf.randomNormal(
    [count, ...shape],
    mean,
    Math.sqrt(variance),
    "float32",
    seed,
  ) as tf.Tensor4D;
}
