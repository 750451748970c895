/** A function of weights [d] to be made small, in float64. */
export interface Surface {
  loss(weights: readonly number[]): number;
  gradient(weights: readonly number[]): number[];
}

/** Where gradient descent begins and how it goes. */
export interface DescentOptions {
  start: readonly number[];
  rate: number;
  /** Most steps. */
  steps: number;
  /** Ends the way earlier, at the first point for which it is true. */
  until?: (weights: readonly number[]) => boolean;
}

/** A point on the way. */
export interface DescentRow {
  step: number;
  weights: number[];
  loss: number;
}

/** Plain gradient descent, w ← w − rate·∇L: a row for each point, the start included. */
export function descend(
  surface: Surface,
  { start, rate, steps, until }: DescentOptions,
): DescentRow[] {
  let weights = [...start];
  const rows = [{ step: 0, weights, loss: surface.loss(weights) }];
  for (let step = 1; step <= steps && !until?.(weights); step++) {
    const gradient = surface.gradient(weights);
    weights = weights.map((w, j) => w - rate * gradient[j]);
    rows.push({ step, weights, loss: surface.loss(weights) });
  }
  return rows;
}
