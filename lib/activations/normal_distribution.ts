import jstat from "jstat";

/** Density of the standard normal distribution at u. */
export function normalDensity(u: number): number {
  return Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI);
}

/** Φ(u), the share of a standard normal variable that lies below u, to within 2⁻⁵². */
export function normalShareBelow(u: number): number {
  return jstat.erfc(-u / Math.SQRT2) / 2;
}
