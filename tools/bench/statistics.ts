/**
 * Medians, quartiles and slopes of measured times.
 * @module
 */
import { fitLine } from "../../lib/statistics/fit_line.ts";

/**
 * The quantile of numbers, linear between neighbours (Hyndman and Fan's type 7); NaN of none.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0 || values.some(Number.isNaN)) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle of numbers; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** How two series of rounds compare; times are seconds per unit. */
export interface Comparison {
  /** Their median divided by ours: above 1, ours is faster. */
  ratio: number;
  /** The quartiles of the ratios of each round. */
  ratioQuartiles: [number, number];
}

/**
 * How their rounds compare with ours.
 *
 * @throws {RangeError} when the rounds differ in number or a time is not positive
 */
export function compareRounds(theirs: readonly number[], ours: readonly number[]): Comparison {
  if (!(theirs.length > 0 && theirs.length === ours.length)) {
    throw new RangeError(
      `compareRounds(): needs as many rounds of each, received ${theirs.length} and ${ours.length}`,
    );
  }
  if (![...theirs, ...ours].every((time) => time > 0 && time < Infinity)) {
    throw new RangeError(
      `compareRounds(): times must be positive, received ${theirs} and ${ours}: measure again`,
    );
  }
  const ratios = theirs.map((time, round) => time / ours[round]);
  return {
    ratio: median(theirs) / median(ours),
    ratioQuartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  };
}

/** The power p in time ∝ sizeᵖ: the slope of the least-squares line through the logarithms. */
export function logLogSlope(sizes: readonly number[], times: readonly number[]): number {
  return fitLine(sizes.map(Math.log), times.map(Math.log)).slope;
}
