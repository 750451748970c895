import jstat from "jstat";
import { mean } from "./moments.ts";

/** A straight line y = intercept + slope · x. */
export interface Line {
  slope: number;
  intercept: number;
}

/**
 * The least-squares line through points.
 *
 * @throws {RangeError} with fewer than two points
 */
export function fitLine(x: readonly number[], y: readonly number[]): Line {
  if (!(x.length >= 2 && x.length === y.length)) {
    throw new RangeError(
      `fitLine(): needs at least two points with x and y each, received ${x.length} and ${y.length}`,
    );
  }
  const slope = jstat.covariance([...x], [...y]) / jstat.variance([...x], true);
  return { slope, intercept: mean(y) - slope * mean(x) };
}
