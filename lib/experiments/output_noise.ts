import { batchNorm } from "../normalization/batch_norm.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** One example of a feature, and batches of others from N(0, 1) around it. */
export interface OutputNoiseOptions {
  /** Its value, in standard deviations. */
  value: number;
  /** Examples of a batch, with it. */
  examples: number;
  batches: number;
  seed: number;
}

/** The standard deviation, over the batches, of what batch normalization makes of the one example. */
export async function outputNoise(
  { value, examples, batches, seed }: OutputNoiseOptions,
): Promise<number> {
  const noise = tf.tidy(() => {
    const others = tf.randomNormal([examples - 1, batches], 0, 1, "float32", seed);
    const all = tf.concat([tf.fill([1, batches], value), others]) as tf.Tensor2D;
    const own = batchNorm(all, { epsilon: 0 }).y.slice([0, 0], [1, batches]);
    return tf.moments(own).variance.sqrt();
  });
  return (await take(noise))[0];
}
