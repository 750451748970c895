/** Bins of one width. */
export interface HistogramOptions {
  bins: number;
  /** [lowest, highest]; the extremes of the values unless given. Values outside are left out. */
  range?: [number, number];
}

/**
 * The density of values in bins of one width: middles of the bins, and share of all values per unit.
 * Values that are all equal make a spike, in bins around them.
 *
 * @throws {RangeError} when there are no values, or they are not all finite
 */
export function histogram(
  values: ArrayLike<number>,
  { bins, range }: HistogramOptions,
): { x: number[]; density: number[] } {
  const [low, high] = range ?? roomy(extremes(values));
  const width = (high - low) / bins;
  if (!(width > 0 && Number.isFinite(width))) {
    throw new RangeError(
      `histogram(): needs finite values, received ${values.length} from ${low} to ${high}`,
    );
  }
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i] - low) / width);
    if (bin >= 0 && bin < bins) counts[bin]++;
    else if (values[i] === high) counts[bins - 1]++;
  }
  return {
    x: counts.map((_, i) => low + (i + 0.5) * width),
    density: counts.map((count) => count / values.length / width),
  };
}

/** Where all values are equal, a percent of them on either side. */
function roomy([low, high]: [number, number]): [number, number] {
  const room = low === high ? Math.abs(low) / 100 || 0.01 : 0;
  return [low - room, high + room];
}

function extremes(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}
