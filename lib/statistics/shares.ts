/** Share of the values in each bin; what lies beyond the range is in the outermost ones. */
export function shares(
  values: Float32Array,
  { bins, range: [low, high] }: { bins: number; range: [number, number] },
): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(bins * (value - low) / (high - low));
    counts[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  return counts.map((count) => count / values.length);
}
