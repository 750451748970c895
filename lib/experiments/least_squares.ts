import type { Surface } from "./gradient_descent.ts";

/** A linear unit on n examples: its loss ½·mean (u − t)², the gradient, and the Hessian XᵀX/n. */
export interface LeastSquares extends Surface {
  /** [d, d], the same everywhere. */
  hessian: number[][];
}

/**
 * The loss surface of a linear unit u = x·w without bias, for inputs x [n, d] and targets t [n].
 *
 * @throws {RangeError} when there is no example, or not one target for each
 */
export function leastSquares(
  x: readonly (readonly number[])[],
  targets: readonly number[],
): LeastSquares {
  const n = x.length;
  if (!(n > 0 && targets.length === n)) {
    throw new RangeError(
      `leastSquares(): needs a target for each example, received ${n} examples and ` +
        `${targets.length} targets`,
    );
  }
  const d = x[0].length;
  const errors = (w: readonly number[]) => x.map((row, i) => dot(row, w) - targets[i]);
  const average = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / n;
  const features = Array.from({ length: d }, (_, j) => x.map((row) => row[j]));
  return {
    loss: (w) => average(errors(w).map((e) => e * e)) / 2,
    gradient: (w) => {
      const e = errors(w);
      return features.map((feature) => dot(feature, e) / n);
    },
    hessian: features.map((one) => features.map((other) => dot(one, other) / n)),
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
