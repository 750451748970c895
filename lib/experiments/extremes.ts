/** Where a function or its slope is largest or smallest, and how large. */
export interface Extreme {
  at: number;
  value: number;
}

/** Half of the distance between two points of the grid on which extremes are searched. */
export const halfStep = 1 / 4000;
/** From −6 to 6. */
const grid = Array.from({ length: 24001 }, (_, i) => -6 + 2 * halfStep * i);

/** The lowest value of f on [−6, 6]. */
export function lowest(f: (u: number) => number): Extreme {
  return grid.reduce<Extreme>(
    (best, at) => f(at) < best.value ? { at, value: f(at) } : best,
    { at: NaN, value: Infinity },
  );
}

/** The highest value of f on [−6, 6]. */
export function highest(f: (u: number) => number): Extreme {
  const { at, value } = lowest((u) => -f(u));
  return { at, value: -value };
}

/** The slope of f by central differences: knows nothing of f's derivative; error below 10⁻⁹. */
export function slopeByDifferences(f: (u: number) => number): (u: number) => number {
  const h = 1e-5;
  return (u) => (f(u + h) - f(u - h)) / (2 * h);
}
