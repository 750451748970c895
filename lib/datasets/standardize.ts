import { mnist } from "./mnist.ts";
import { tf } from "../tensorflow/tf.ts";

/**
 * Images as rows [N, pixels] with one mean and one variance for all pixels together:
 * mean 0 and variance 1. Single pixels keep different means and variances.
 */
export function standardizedRows(images: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(images);
    return images.sub(mean).div(variance.sqrt()).reshape([images.shape[0], -1]);
  });
}

/** Some of the training digits of {@link mnist} as rows [examples, 784] of mean 0 and variance 1. */
export function standardizedMnist(
  { examples, seed }: { examples: number; seed?: number },
): tf.Tensor2D {
  return tf.tidy(() => {
    const { train } = mnist({ seed });
    if (!(examples >= 1 && examples <= train.labels.size)) {
      throw new RangeError(
        `standardizedMnist(): examples must be from 1 to ${train.labels.size}, received ${examples}`,
      );
    }
    return standardizedRows(train.images.slice(0, examples));
  });
}
