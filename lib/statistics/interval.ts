import jstat from "jstat";

/** A mean with the interval that covers the true mean with the given confidence. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/**
 * Student's t interval for the mean of independent values, one per seed.
 *
 * @throws {RangeError} with fewer than two values: one run says nothing about the next
 */
export function tInterval(values: readonly number[], confidence = 0.95): Interval {
  if (!(values.length >= 2)) {
    throw new RangeError(
      `tInterval(): at least 2 values (seeds) are needed, received ${values.length}`,
    );
  }
  const mean: number = jstat.mean(values);
  const [low, high]: [number, number] = jstat.tci(mean, 1 - confidence, [...values]);
  return { mean, low, high };
}
