/** Features that are independent and alike: each has this mean and this variance. */
export interface AlikeFeatures {
  features: number;
  mean: number;
  variance: number;
}

/**
 * Condition number of E[xxᵀ]: the variance v in every direction, and d·μ² more in the direction
 * of the mean, so that λmax/λmin = 1 + dμ²/v.
 */
export function conditionNumber({ features, mean, variance }: AlikeFeatures): number {
  return 1 + features * mean ** 2 / variance;
}

/**
 * Condition number of XᵀX/n for n examples of centred features, as both grow: the edges of the
 * spectrum lie at v(1 ± √(d/n))² (Marchenko & Pastur 1967).
 */
export function centredConditionNumber(
  { features, examples }: { features: number; examples: number },
): number {
  const root = Math.sqrt(features / examples);
  return ((1 + root) / (1 - root)) ** 2;
}

/**
 * Condition number of XᵀX/n for n examples of features with a mean: the lower edge as without one,
 * the largest eigenvalue v(1 + l)(1 + (d/n)/l) with l = dμ²/v (Benaych-Georges & Nadakuditi 2012).
 */
export function sampledConditionNumber(
  { features, mean, variance, examples }: AlikeFeatures & { examples: number },
): number {
  const spike = features * mean ** 2 / variance;
  const share = features / examples;
  return (1 + spike) * (1 + share / spike) / (1 - Math.sqrt(share)) ** 2;
}
