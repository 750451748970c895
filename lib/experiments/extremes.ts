/** Grid on which extremes are searched: from −6 to 6, close enough that they are missed by 1e-7. */
const grid = Array.from({ length: 24001 }, (_, i) => -6 + i / 2000);

/** The largest slope of f on [−6, 6], by central differences: knows nothing of f's derivative. */
export function steepestSlopeByDifferences(f: (u: number) => number): number {
  const h = 1e-5;
  return grid.reduce(
    (steepest, u) => Math.max(steepest, (f(u + h) - f(u - h)) / (2 * h)),
    -Infinity,
  );
}

/** The lowest value of f on [−6, 6]. */
export function lowestValue(f: (u: number) => number): number {
  return grid.reduce((lowest, u) => Math.min(lowest, f(u)), Infinity);
}
