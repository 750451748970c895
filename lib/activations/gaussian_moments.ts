import type { Activation } from "./activation.ts";
import { normalDensity, normalShareBelow } from "./normal_distribution.ts";

/** Beyond ±12 a standard normal variable has less mass (4e-33) than float64 can add to 1. */
const edge = 12;
/** Panels on each side of the kink at 0: the error of the five-point rule, of order h¹⁰, is below rounding. */
const panels = 96;

/** Nodes and weights of the five-point Gauss–Legendre rule on [−1, 1] (exact for polynomials of degree 9). */
const inner = Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3;
const outer = Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3;
const innerWeight = (322 + 13 * Math.sqrt(70)) / 900;
const outerWeight = (322 - 13 * Math.sqrt(70)) / 900;
const nodes = [-outer, -inner, 0, inner, outer];
const weights = [outerWeight, innerWeight, 128 / 225, innerWeight, outerWeight];

/**
 * E[f(z)] for z ~ N(0, `variance`), by quadrature in float64 (relative error near 1e-14).
 * f may have a kink at 0, nowhere else.
 *
 * @throws {RangeError} when the variance is negative or not a number
 *
 * @example
 * ```ts
 * import { gaussianMean } from "./gaussian_moments.ts";
 * import assert from "node:assert/strict";
 * assert(Math.abs(gaussianMean((u) => u ** 4) - 3) < 1e-13);
 * ```
 */
export function gaussianMean(f: (u: number) => number, variance = 1): number {
  if (!(variance >= 0)) {
    throw new RangeError(`gaussianMean(): the variance must be at least 0, received ${variance}`);
  }
  const sd = Math.sqrt(variance);
  const half = edge / panels / 2;
  let sum = 0;
  for (let panel = -panels; panel < panels; panel++) {
    const middle = (2 * panel + 1) * half;
    for (const [k, node] of nodes.entries()) {
      const z = middle + half * node;
      sum += weights[k] * f(sd * z) * normalDensity(z);
    }
  }
  return sum * half;
}

/** What an activation makes of a pre-activation u ~ N(0, variance). */
export interface GaussianMoments {
  /** E[φ(u)] */
  mean: number;
  /** E[φ(u)²] */
  secondMoment: number;
  /** Var φ(u) */
  variance: number;
  /** E[φ'(u)²]: by how much the unit changes the mean square of a gradient. */
  squaredSlope: number;
}

/** The moments of φ(u) and φ'(u) for u ~ N(0, `variance`). */
export function gaussianMoments(phi: Activation, variance = 1): GaussianMoments {
  const mean = gaussianMean(phi.value, variance);
  const secondMoment = gaussianMean((u) => phi.value(u) ** 2, variance);
  const squaredSlope = gaussianMean((u) => phi.derivative(u) ** 2, variance);
  return { mean, secondMoment, variance: secondMoment - mean ** 2, squaredSlope };
}

/**
 * P(condition(z)) for z ~ N(0, 1): finds the points where the condition flips by bisection
 * and adds up what lies between. Stretches shorter than 1/256 can be missed.
 */
export function gaussianShare(condition: (u: number) => boolean): number {
  const step = 1 / 256;
  let share = 0;
  for (let left = -edge; left < edge; left += step) {
    const right = left + step;
    const [atLeft, atRight] = [condition(left), condition(right)];
    if (!atLeft && !atRight) continue;
    const flip = atLeft === atRight ? right : bisect(condition, left, right);
    const [from, to] = atLeft ? [left, flip] : [flip, right];
    share += normalShareBelow(to) - normalShareBelow(from);
  }
  return share;
}

/** The point between left and right at which the condition flips, to float64. */
function bisect(condition: (u: number) => boolean, left: number, right: number): number {
  const atLeft = condition(left);
  while (true) {
    const middle = (left + right) / 2;
    if (middle <= left || middle >= right) return right;
    if (condition(middle) === atLeft) left = middle;
    else right = middle;
  }
}
