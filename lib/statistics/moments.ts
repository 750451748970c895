import jstat from "jstat";

/** The mean of values; NaN of none. */
export function mean(values: readonly number[]): number {
  return jstat.mean([...values]);
}

/** The unbiased sample variance, with n − 1 below; NaN of fewer than two values. */
export function variance(values: readonly number[]): number {
  return jstat.variance([...values], true);
}
