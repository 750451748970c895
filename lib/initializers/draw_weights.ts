import { match } from "ts-pattern";
import { tf } from "../tensorflow/tf.ts";

/** The shape of the distribution that weights are drawn from: all have mean 0. */
export type Distribution = "normal" | "uniform" | "signs";

/** How to draw a weight matrix. */
export interface DrawOptions {
  /** Var(W) of every entry. */
  variance: number;
  /** Which distribution of mean 0 has that variance; `"signs"` is ±√variance by a fair coin. */
  distribution?: Distribution;
  /** The same seed gives the same weights. */
  seed: number;
}

/**
 * Independent weights [fan-in, fan-out] of mean 0 and the given variance.
 *
 * @throws {RangeError} when the variance is negative or not a number
 */
export function drawWeights(shape: [number, number], options: DrawOptions): tf.Tensor2D {
  const { variance, distribution = "normal", seed } = options;
  if (!(variance >= 0)) {
    throw new RangeError(
      `drawWeights(): the variance must be at least 0, received ${variance}; ` +
        "a usual value is 1 / fan-in",
    );
  }
  const sd = Math.sqrt(variance);
  return match(distribution)
    .with("normal", () => tf.randomNormal(shape, 0, sd, "float32", seed))
    // A uniform variable on [−a, a] has variance a²/3.
    .with(
      "uniform",
      () => tf.randomUniform(shape, -sd * Math.sqrt(3), sd * Math.sqrt(3), "float32", seed),
    )
    .with("signs", () => drawSigns(shape, sd, seed))
    .exhaustive() as tf.Tensor2D;
}

function drawSigns(shape: [number, number], size: number, seed: number): tf.Tensor {
  return tf.tidy(() => tf.randomUniform(shape, -1, 1, "float32", seed).sign().mul(size));
}
