import { drawFeatures } from "./descent_steps.ts";
import { descend } from "./gradient_descent.ts";
import { leastSquares } from "./least_squares.ts";
import { symmetricEigen } from "../statistics/symmetric_eigen.ts";
import { remember } from "./remember.ts";

/** A linear unit that has to learn one thing from each of its features. */
export interface FeatureRaceOptions {
  /** Standard deviations of the features, which have mean 0 and matter equally for the target. */
  sds: readonly number[];
  examples: number;
  steps: number;
  seed: number;
}

/** How much of one feature's weight is still to be learned. */
export interface FeatureRaceRow {
  sd: number;
  step: number;
  /** |w − w*| / |w*|, which is 1 at the start. */
  left: number;
}

/** Gradient descent from 0 at the rate 1/λmax towards the target Σ xⱼ/sdⱼ. */
export const featureRace = remember(race);

async function race({ sds, examples, steps, seed }: FeatureRaceOptions): Promise<FeatureRaceRow[]> {
  const x = await drawFeatures({ means: sds.map(() => 0), sds, examples, seed });
  const best = sds.map((sd) => 1 / sd);
  const targets = x.map((row) => row.reduce((sum, value, j) => sum + value * best[j], 0));
  const surface = leastSquares(x, targets);
  const rate = 1 / symmetricEigen(surface.hessian).values.at(-1)!;
  const path = descend(surface, { start: sds.map(() => 0), rate, steps });
  return path.flatMap(({ step, weights }) =>
    sds.map((sd, j) => ({ sd, step, left: Math.abs(weights[j] / best[j] - 1) }))
  );
}
