import type { tf } from "../tensorflow/tf.ts";
import { inverseRoot } from "../tensorflow/compile/training_batch_norm.ts";
import type { BatchNormOptions, ChannelStatistics } from "./batch_norm.ts";

/** Weights of a dense layer [inputs, units] or a convolution [height, width, inputs, filters]. */
export interface Affine {
  kernel: tf.Tensor;
  /** One for each unit or filter; 0 where there is none. */
  bias?: tf.Tensor1D;
}

/**
 * The weights of a layer that does by itself what it does with a batch normalization in inference behind it:
 * W' = γW/√(v + ε), b' = γ(b − μ)/√(v + ε) + β.
 *
 * @example
 * ```ts
 * import { foldBatchNorm } from "./fold.ts";
 * import { tf } from "../tensorflow/tf.ts";
 * import { strict as assert } from "node:assert";
 * const layer = { kernel: tf.tensor2d([[2]]), bias: tf.tensor1d([5]) };
 * const { kernel, bias } = foldBatchNorm(layer, {
 *   mean: tf.tensor1d([3]),
 *   variance: tf.tensor1d([4]),
 *   epsilon: 0,
 * });
 * assert.deepEqual([kernel.dataSync()[0], bias.dataSync()[0]], [1, 1]);
 * ```
 *
 * @throws {RangeError} when there are not as many statistics as units
 */
export function foldBatchNorm(
  { kernel, bias }: Affine,
  { mean, variance, gamma, beta, epsilon = 1e-3 }: ChannelStatistics & BatchNormOptions,
): Required<Affine> {
  const units = kernel.shape.at(-1);
  if (!(mean.size === units && variance.size === units)) {
    throw new RangeError(
      `foldBatchNorm(): the kernel [${kernel.shape}] needs statistics of ${units} channels, ` +
        `received ${mean.size} means and ${variance.size} variances`,
    );
  }
  const inverse = inverseRoot(variance, epsilon);
  const factor = gamma ? inverse.mul(gamma) : inverse;
  const shifted = (bias ? bias.sub(mean) : mean.neg()).mul(factor);
  return {
    kernel: kernel.mul(factor),
    bias: (beta ? shifted.add(beta) : shifted) as tf.Tensor1D,
  };
}
