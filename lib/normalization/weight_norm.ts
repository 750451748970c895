import type { tf } from "../tensorflow/tf.ts";

/**
 * Weight normalization (Salimans & Kingma 2016): the weights w = g·v/|v| of each unit, from a direction
 * v [inputs, units] and a length g [units].
 */
export function weightNorm(v: tf.Tensor2D, g: tf.Tensor1D): tf.Tensor2D {
  return v.div(v.square().sum(0).sqrt()).mul(g) as tf.Tensor2D;
}

/**
 * Scaled weight standardization (Brock et al. 2021): the weights w [inputs, units] of each unit brought
 * to mean 0 and n·Var(W) = 1, times a gain.
 */
export function standardizedWeights(w: tf.Tensor2D, gain: number): tf.Tensor2D {
  const centred = w.sub(w.mean(0));
  return centred.div(centred.square().sum(0).sqrt()).mul(gain) as tf.Tensor2D;
}
