import { type Interval, tInterval } from "../statistics/interval.ts";

/** Test accuracy of one trained net. */
export interface GainAndAccuracy {
  gain: number;
  accuracy: number;
}

/** Accuracy at one gain minus that at another, paired by seed: rows of each gain in one order of seeds. */
export function accuracyLead(
  rows: readonly GainAndAccuracy[],
  [gain, other]: [number, number],
): Interval {
  const of = (wanted: number) => rows.filter((row) => row.gain === wanted);
  return tInterval(of(gain).map((row, i) => row.accuracy - of(other)[i].accuracy));
}
