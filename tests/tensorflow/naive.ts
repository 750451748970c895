/** A tensor of rank 4 in float64, with a reader that answers 0 outside of it. */
export interface Array4 {
  shape: [number, number, number, number];
  values: Float64Array;
}

/** What both gradients of a convolution need: strides, and zeros before the first row and column. */
export interface Placement {
  strides: [number, number];
  before: [number, number];
}

/** An array of the given shape, its values small integers that follow no symmetry. */
export function integers(shape: Array4["shape"], seed: number): Array4 {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float64Array.from(
    { length: size },
    (_, i) => ((i * 31 + seed) * 17 % 101) % 9 - 4,
  );
  return { shape, values };
}

/**
 * The gradients of `Σ dy · conv(x, filter)` with respect to x and filter by the definition: one loop
 * over everything that meets. `depthwise`: the filter is `[rows, columns, channels, multiplier]`.
 */
export function convolutionGradients(
  { x, filter, dy, depthwise }: { x: Array4; filter: Array4; dy: Array4; depthwise: boolean },
  { strides, before }: Placement,
): { dx: Float64Array; dFilter: Float64Array } {
  const dx = new Float64Array(x.values.length);
  const dFilter = new Float64Array(filter.values.length);
  const [rows, columns, channels, outs] = filter.shape;
  for (const [n, i, j, o] of indices(dy.shape)) {
    for (const [r, c, k, m] of indices([rows, columns, channels, outs])) {
      if (o !== (depthwise ? k * outs + m : m)) continue;
      const [row, column] = [i * strides[0] + r - before[0], j * strides[1] + c - before[1]];
      if (row < 0 || row >= x.shape[1] || column < 0 || column >= x.shape[2]) continue;
      const at = offset(x.shape, [n, row, column, k]);
      const tap = offset(filter.shape, [r, c, k, m]);
      const back = dy.values[offset(dy.shape, [n, i, j, o])];
      dx[at] += back * filter.values[tap];
      dFilter[tap] += back * x.values[at];
    }
  }
  return { dx, dFilter };
}

function* indices([a, b, c, d]: Array4["shape"]): Generator<[number, number, number, number]> {
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let k = 0; k < c; k++) for (let l = 0; l < d; l++) yield [i, j, k, l];
    }
  }
}

function offset(shape: Array4["shape"], [i, j, k, l]: Array4["shape"]): number {
  return ((i * shape[1] + j) * shape[2] + k) * shape[3] + l;
}
