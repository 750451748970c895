import { type Interval, pairedInterval } from "../statistics/interval.ts";

/** Test accuracy of one trained net. */
export interface WithAccuracy {
  accuracy: number;
}

/** Accuracy of some nets minus that of others, paired by seed: both in one order of seeds. */
export function accuracyLead(
  rows: readonly WithAccuracy[],
  others: readonly WithAccuracy[],
): Interval {
  const of = (nets: readonly WithAccuracy[]) => nets.map(({ accuracy }) => accuracy);
  return pairedInterval(of(rows), of(others));
}

/** Accuracy at one gain minus that at another: rows of each gain in one order of seeds. */
export function gainLead(
  rows: readonly (WithAccuracy & { gain: number })[],
  [gain, other]: [number, number],
): Interval {
  const at = (wanted: number) => rows.filter((row) => row.gain === wanted);
  return accuracyLead(at(gain), at(other));
}
