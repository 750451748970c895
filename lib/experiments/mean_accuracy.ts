import { mean } from "../statistics/moments.ts";

/** Mean share of right answers of some nets. */
export function meanAccuracy(rows: readonly { accuracy: number }[]): number {
  return mean(rows.map(({ accuracy }) => accuracy));
}
