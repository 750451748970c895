import { seedFor } from "../random/seeds.ts";
import { symmetricEigen } from "../statistics/symmetric_eigen.ts";
import { tf } from "../tensorflow/tf.ts";
import { matrixOf } from "./condition_by_examples.ts";
import { descend } from "./gradient_descent.ts";
import { leastSquares } from "./least_squares.ts";
import { remember } from "./remember.ts";

/** Inputs of a linear unit: independent features with these means and standard deviations. */
export interface DescentStepsOptions {
  means: readonly number[];
  sds: readonly number[];
  examples: number;
  seed: number;
  /** The share of the slowest error that may be left. */
  tolerance: number;
  /** The learning rate as a multiple of 1/λmax; default 1. */
  rate?: number;
  /** Where to give up; default 20,000. */
  most?: number;
}

/** How long gradient descent took. */
export interface DescentStepsRow {
  condition: number;
  /** Steps until the error along the direction of the smallest eigenvalue was small enough. */
  steps: number;
}

/** Runs gradient descent on such inputs and counts its steps: one row. */
export const descentSteps = remember(count);

async function count(options: DescentStepsOptions): Promise<DescentStepsRow[]> {
  const { tolerance, rate = 1, most = 20_000 } = options;
  const x = await drawFeatures(options);
  const surface = leastSquares(x, x.map(() => 0));
  const { values, vectors } = symmetricEigen(surface.hessian);
  const largest = values.at(-1)!;
  const start = vectors[0].map((_, j) => vectors.reduce((sum, v) => sum + v[j], 0));
  const along = (w: readonly number[]) =>
    Math.abs(w.reduce((sum, value, j) => sum + value * vectors[0][j], 0));
  const until = (w: readonly number[]) => along(w) <= tolerance * along(start);
  const end = descend(surface, { start, rate: rate / largest, steps: most, until }).at(-1)!;
  return [{ condition: largest / values[0], steps: until(end.weights) ? end.step : NaN }];
}

/** Independent normal features [examples][features]. */
export function drawFeatures(
  { means, sds, examples, seed }: Pick<DescentStepsOptions, "means" | "sds" | "examples" | "seed">,
): Promise<number[][]> {
  return matrixOf(tf.tidy(() => {
    const z = tf.randomNormal([examples, sds.length], 0, 1, "float32", seedFor(seed, 0));
    return z.mul(tf.tensor1d([...sds])).add(tf.tensor1d([...means])) as tf.Tensor2D;
  }));
}
