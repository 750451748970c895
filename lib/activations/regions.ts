import type { Activation } from "./activation.ts";
import { gaussianShare } from "./gaussian_moments.ts";

/** How an activation answers near a pre-activation: it ignores it, passes it on, or bends it. */
export type Region = "flat" | "linear" | "curved";

/** Where flat and linear begin; both limits are shares of the steepest slope. */
export interface RegionLimits {
  /** Flat: |φ'| is below this share of the steepest slope. */
  flatBelow?: number;
  /** Linear: within `reach` on either side, φ' changes by less than this share of the steepest slope. */
  changeBelow?: number;
  /** Distance over which the slope is compared, in units of the pre-activation. */
  reach?: number;
}

/** The steepest |φ'| on [−12, 12], to the resolution of a grid of 1/64. */
export function steepestSlope(phi: Activation): number {
  let steepest = 0;
  for (let u = -12; u <= 12; u += 1 / 64) {
    steepest = Math.max(steepest, Math.abs(phi.derivative(u)));
  }
  return steepest;
}

/** Where the slope is compared, in units of the reach: close enough for a kink not to be missed. */
const steps = Array.from({ length: 33 }, (_, i) => i / 16 - 1);

/** Classifies pre-activations of `phi`; flat wins where both flat and linear hold. */
export function regionsOf(phi: Activation, limits: RegionLimits = {}): (u: number) => Region {
  const { flatBelow = 0.05, changeBelow = 0.1, reach = 0.5 } = limits;
  const steepest = steepestSlope(phi);
  return (u) => {
    const slope = phi.derivative(u);
    if (Math.abs(slope) < flatBelow * steepest) return "flat";
    const change = Math.max(
      ...steps.map((step) => Math.abs(phi.derivative(u + step * reach) - slope)),
    );
    return change < changeBelow * steepest ? "linear" : "curved";
  };
}

/** The shares of a standard normal pre-activation that fall into each region; they add up to 1. */
export function regionShares(phi: Activation, limits: RegionLimits = {}): Record<Region, number> {
  const region = regionsOf(phi, limits);
  const flat = gaussianShare((u) => region(u) === "flat");
  const linear = gaussianShare((u) => region(u) === "linear");
  return { flat, linear, curved: 1 - flat - linear };
}
