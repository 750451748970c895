/**
 * Dropout before a batch normalization: the variance that it normalizes by in inference was measured
 * with dropout, and its inputs come without (Li et al. 2018, "variance shift").
 *
 * @module
 */

/** Mean and variance of a value before dropout, and the probability with which it is kept. */
export interface DroppedValue {
  mean: number;
  variance: number;
  keep: number;
}

/**
 * The variance in inference over that in training, directly behind dropout:
 * v/((c² + v)/p − c²) for mean c and variance v.
 *
 * @throws {RangeError} when keep is not above 0 and at most 1
 */
export function varianceShift({ mean, variance, keep }: DroppedValue): number {
  if (!(keep > 0 && keep <= 1)) {
    throw new RangeError(`varianceShift(): keep must be above 0 and at most 1, received ${keep}`);
  }
  return variance / ((mean ** 2 + variance) / keep - mean ** 2);
}

/** Mean and variance of ReLU(z) for z from N(0, 1): 1/√(2π) and ½ − 1/(2π). */
export const reluMoments = {
  mean: 1 / Math.sqrt(2 * Math.PI),
  variance: 1 / 2 - 1 / (2 * Math.PI),
};
