import { match } from "ts-pattern";
import { tf } from "../tensorflow/tf.ts";
import { mnist } from "./mnist.ts";

/**
 * What is done to each pixel before training: nothing (0 to 1); all pixels together brought to
 * mean 0 and variance 1; each one to mean 0; each one to mean 0, and all together to variance 1;
 * each one to mean 0 and variance 1.
 */
export type InputScaling = "raw" | "together" | "centred" | "centred, one scale" | "standardized";

/** Inputs as rows [N, features], and the class of each [N]. */
export interface LabelledDigits {
  x: tf.Tensor2D;
  labels: tf.Tensor1D;
}

/** A pixel whose standard deviation is smaller is left as it is: it says nothing, or only noise. */
const leastSd = 0.01;

/**
 * The digits of `mnist()` as rows [N, 784], scaled by what the *training* digits say; call inside
 * tf.tidy.
 *
 * @throws {RangeError} when there is no such scaling
 */
export function scaledDigits(
  scaling: InputScaling,
  options: { seed?: number } = {},
): { train: LabelledDigits; test: LabelledDigits } {
  const { train, test } = mnist(options);
  const rows = (images: tf.Tensor4D) => images.reshape([images.shape[0], -1]) as tf.Tensor2D;
  const scale = scalingOf(rows(train.images), scaling);
  return {
    train: { x: scale(rows(train.images)), labels: train.labels },
    test: { x: scale(rows(test.images)), labels: test.labels },
  };
}

/** The scaling that rows [N, features] ask for, to be done to these and to others. */
export function scalingOf(
  rows: tf.Tensor2D,
  scaling: InputScaling,
): (other: tf.Tensor2D) => tf.Tensor2D {
  const of = (axis?: number) => {
    const { mean, variance } = tf.moments(rows, axis);
    const sd = variance.sqrt();
    const varies = sd.greater(leastSd);
    return { mean, varies: varies.cast("float32"), sd: tf.where(varies, sd, tf.onesLike(sd)) };
  };
  const [all, each] = [of(), of(0)];
  return match(scaling)
    .with("raw", () => (other: tf.Tensor2D) => other.clone())
    .with("together", () => (other: tf.Tensor2D) => other.sub(all.mean).div(all.sd) as tf.Tensor2D)
    .with("centred", () => (other: tf.Tensor2D) => other.sub(each.mean) as tf.Tensor2D)
    .with(
      "centred, one scale",
      () => (other: tf.Tensor2D) =>
        other.sub(each.mean).div(each.sd.square().mul(each.varies).mean().sqrt()) as tf.Tensor2D,
    )
    .with(
      "standardized",
      () => (other: tf.Tensor2D) => other.sub(each.mean).div(each.sd) as tf.Tensor2D,
    )
    .otherwise((unknown) => {
      throw new RangeError(
        `scalingOf(): scaling must be "raw", "together", "centred", "centred, one scale" or ` +
          `"standardized", received ` + JSON.stringify(unknown),
      );
    });
}

/** Some of the training digits, all pixels together brought to mean 0 and variance 1: [examples, 784]. */
export function standardizedMnist(
  { examples, seed }: { examples: number; seed?: number },
): tf.Tensor2D {
  return someDigits(examples, { scaling: "together", seed });
}

/**
 * Some of the training digits [examples, 784], scaled by what those say.
 *
 * @throws {RangeError} when there are not so many
 */
export function someDigits(
  examples: number,
  { scaling, seed }: { scaling: InputScaling; seed?: number },
): tf.Tensor2D {
  return tf.tidy(() => {
    const images = mnist({ seed }).train.images;
    if (!(examples >= 1 && examples <= images.shape[0])) {
      throw new RangeError(
        `someDigits(): examples must be from 1 to ${images.shape[0]}, received ${examples}`,
      );
    }
    const rows = images.slice(0, examples).reshape([examples, -1]) as tf.Tensor2D;
    return scalingOf(rows, scaling)(rows);
  });
}
