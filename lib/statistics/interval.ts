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

/**
 * Mean and 95 % t interval of paired differences, each of a value minus the other of its pair.
 *
 * @throws {RangeError} when there are not as many values as others
 */
export function pairedInterval(values: readonly number[], others: readonly number[]): Interval {
  if (values.length !== others.length) {
    throw new RangeError(
      `pairedInterval(): each value needs its other, received ${values.length} and ${others.length}`,
    );
  }
  return tInterval(values.map((value, i) => value - others[i]));
}
