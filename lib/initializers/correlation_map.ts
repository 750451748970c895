import { gaussianMean } from "../activations/gaussian_moments.ts";
import { normalShareBelow } from "../activations/normal_distribution.ts";

/**
 * Correlation E[yy']/E[y²] of the outputs y = ReLU(u), y' = ReLU(u') of two examples whose
 * pre-activations are normal with mean 0 and correlation c (Cho & Saul 2009, arc-cosine kernel of
 * order 1): (√(1 − c²) + c(π − acos c))/π.
 *
 * @throws {RangeError} when c is not between −1 and 1
 */
export function reluCorrelation(c: number): number {
  if (!(Math.abs(c) <= 1)) {
    throw new RangeError(`reluCorrelation(): c must be from −1 to 1, received ${c}`);
  }
  return (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c))) / Math.PI;
}

/** A wide ReLU net at initialization, and two examples that go in. */
export interface ReluNet {
  depth: number;
  /** n·Var(W) */
  gain: number;
  /** Variance of the biases. */
  biasVariance: number;
  /** Mean square of the inputs, the same for both examples. */
  secondMoment: number;
  /** E[xx']/E[x²] of the two examples. */
  correlation: number;
}

/** What two examples share in one layer of a wide net. */
export interface CorrelationRow {
  layer: number;
  /** Mean square q of the pre-activations over the draws of the weights. */
  preSecondMoment: number;
  /** Correlation of the pre-activations of the two examples. */
  correlation: number;
}

/**
 * Layer by layer q ← g·q/2 + v_b and for the product of both examples g·κ(c)·q/2 + v_b: the limit
 * of infinite width (Poole et al. 2016, for ReLU).
 */
export function correlationsByLayer(net: ReluNet): CorrelationRow[] {
  const { depth, gain, biasVariance, secondMoment, correlation } = net;
  let [square, product] = [secondMoment, correlation * secondMoment];
  return Array.from({ length: depth }, (_, l) => {
    const q = gain * square + biasVariance;
    const c = Math.min(1, (gain * product + biasVariance) / q);
    [square, product] = [q / 2, reluCorrelation(c) * q / 2];
    return { layer: l + 1, preSecondMoment: q, correlation: c };
  });
}

/**
 * The probability that a unit's pre-activation is negative for all of N examples, when those of any
 * two examples have correlation c ≥ 0: E[Φ(−√(c/(1 − c))·z)^N] with z ~ N(0, 1), since each is then
 * √c·z + √(1 − c)·zᵢ. Tends to ½ as c tends to 1.
 */
export function deadProbability(
  { correlation, examples }: { correlation: number; examples: number },
): number {
  if (correlation >= 1) return 1 / 2;
  const steepness = Math.sqrt(Math.max(0, correlation) / (1 - correlation));
  return gaussianMean((z) => normalShareBelow(-steepness * z) ** examples);
}
