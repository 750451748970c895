import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Inputs of a linear unit, and what it should have answered. */
export interface GradientPartsOptions {
  /** [N][features] */
  x: number[][];
  /** [N] */
  targets: number[];
  weights: number[];
}

/** The gradient of one weight of a linear unit with loss ½·mean (u − t)². */
export interface GradientPartsRow {
  feature: number;
  /** ∂L/∂w by autograd. */
  gradient: number;
  /** The average of the feature. */
  average: number;
  /** Average loss factor times average of the feature. */
  ofAverages: number;
  /** Covariance of loss factor and feature over the examples. */
  covariance: number;
}

/** Takes a gradient apart: g = mean(δ)·mean(x) + Cov(δ, x), with δ = ∂loss/∂u of each example. */
export async function gradientParts(options: GradientPartsOptions): Promise<GradientPartsRow[]> {
  const { x, targets, weights } = options;
  const parts = tf.tidy(() => {
    const [inputs, t] = [tf.tensor2d(x), tf.tensor1d(targets)];
    const errors = (w: tf.Tensor) => inputs.dot(w).sub(t);
    const w = tf.tensor1d(weights);
    const gradient = tf.grad((w: tf.Tensor) => errors(w).square().mean().div(2))(w);
    const delta = errors(w).expandDims(1);
    const [meanDelta, meanX] = [delta.mean(0), inputs.mean(0)];
    const covariance = delta.sub(meanDelta).mul(inputs.sub(meanX)).mean(0);
    return tf.stack([gradient, meanX, meanDelta.mul(meanX), covariance]);
  });
  const values = await take(parts);
  const d = weights.length;
  return weights.map((_, j) => ({
    feature: j + 1,
    gradient: values[j],
    average: values[d + j],
    ofAverages: values[2 * d + j],
    covariance: values[3 * d + j],
  }));
}
