import { gaussianMean } from "../activations/gaussian_moments.ts";

/** Mean and variance of a random number. */
export interface MeanAndVariance {
  mean: number;
  variance: number;
}

// #region varianceOfProduct
/** Var(Y·W) of independent Y and W: E[Y]² Var(W) + E[W]² Var(Y) + Var(Y) Var(W). */
export function varianceOfProduct(y: MeanAndVariance, w: MeanAndVariance): number {
  return y.mean ** 2 * w.variance + w.mean ** 2 * y.variance + y.variance * w.variance;
}
// #endregion

/**
 * The mean squares q of the pre-activations of layers 1, 2, … of a wide net of gain g = n·Var(W), from
 * that of layer 1: q ← g·E[φ(√q z)²].
 *
 * @throws {RangeError} when the gain or the first mean square is not a positive number
 */
export function meanSquaresByLayer(
  value: (u: number) => number,
  { gain, first, depth }: { gain: number; first: number; depth: number },
): number[] {
  if (!(gain > 0 && first > 0)) {
    throw new RangeError(
      `meanSquaresByLayer(): gain and first must be above 0, received ${gain} and ${first}`,
    );
  }
  const squares = [first];
  while (squares.length < depth) {
    squares.push(gain * gaussianMean((u) => value(u) ** 2, squares.at(-1)!));
  }
  return squares.slice(0, depth);
}

/** The mean square of a gradient is multiplied by g·E[φ'(√q z)²] for each layer on its way back. */
export function gradientFactor(
  derivative: (u: number) => number,
  { gain, square }: { gain: number; square: number },
): number {
  return gain * gaussianMean((u) => derivative(u) ** 2, square);
}

/**
 * The mean square of tanh pre-activations deep in a net of gain g = n·Var(W): the fixed point
 * above 0 of q = g·E[tanh²(√q z)], for g > 1.
 *
 * @throws {RangeError} when the gain is not above 1: then the only fixed point is 0
 */
export function tanhFixedPoint(gain: number): number {
  if (!(gain > 1)) {
    throw new RangeError(`tanhFixedPoint(): the gain must be above 1, received ${gain}`);
  }
  return meanSquaresByLayer(Math.tanh, { gain, first: gain, depth: 501 }).at(-1)!;
}

/**
 * Mean and variance of ln(|h'|² / |h|²) over one He-initialized ReLU layer of `width` units.
 * K of the units are active, K ~ Binomial(width, ½); given K, the ratio is (2/width)·χ²_K, whose
 * logarithm has mean ψ(K/2) + ln(4/width) and variance ψ'(K/2). To first order −5/(2·width) and 5/width.
 * (All units silent, K = 0, has probability 2^−width and is left out.)
 */
export function reluLogDrift(width: number): MeanAndVariance {
  let [chance, total, mean, square, spread] = [width * 2 ** -width, 0, 0, 0, 0];
  for (let k = 1; k <= width; k++) {
    const center = digammaOfHalf(k) + Math.log(4 / width);
    total += chance;
    mean += chance * center;
    square += chance * center ** 2;
    spread += chance * trigammaOfHalf(k);
    chance *= (width - k) / (k + 1);
  }
  mean /= total;
  return { mean, variance: spread / total + square / total - mean ** 2 };
}

/**
 * How much ln|x| grows on average per factor, and its variance, when x is multiplied by square
 * matrices of independent N(0, 1) entries: (ln 2 + ψ(n/2)) / 2 and ψ'(n/2) / 4 (Cohen & Newman 1984).
 */
export function gaussianMatrixGrowth(size: number): MeanAndVariance {
  return { mean: (Math.LN2 + digammaOfHalf(size)) / 2, variance: trigammaOfHalf(size) / 4 };
}

/** Euler's constant γ. */
const euler = 0.5772156649015329;

/** ψ(k/2) for a whole number k ≥ 1, by ψ(x + 1) = ψ(x) + 1/x from ψ(½) = −γ − 2 ln 2 or ψ(1) = −γ. */
export function digammaOfHalf(k: number): number {
  let value = k % 2 === 1 ? -euler - 2 * Math.LN2 : -euler;
  for (let j = k % 2 === 1 ? 1 : 2; j < k; j += 2) value += 2 / j;
  return value;
}

/** ψ'(k/2) for a whole number k ≥ 1, by ψ'(x + 1) = ψ'(x) − 1/x² from ψ'(½) = π²/2 or ψ'(1) = π²/6. */
export function trigammaOfHalf(k: number): number {
  let value = k % 2 === 1 ? Math.PI ** 2 / 2 : Math.PI ** 2 / 6;
  for (let j = k % 2 === 1 ? 1 : 2; j < k; j += 2) value -= (2 / j) ** 2;
  return value;
}
