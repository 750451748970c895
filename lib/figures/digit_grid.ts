import { type Data, type Figure, figure } from "./figure.ts";

/** A row of images, such as digits and, below them, their reconstructions. */
export interface DigitRow {
  /** Stands beside the row; may be empty. */
  name: string;
  /** Pixels [side · side] of each image, from 0 (black) to 1 (white). */
  digits: readonly ArrayLike<number>[];
}

/** What the figure says. */
export interface DigitGridOptions {
  name: string;
  title: string;
  alt: string;
}

/** Shades of grey: more than the eye tells apart on a small image, and one digit each in the file. */
const shades = 9;

/**
 * Square grey images in rows.
 *
 * @throws {RangeError} when there is no image, or an image is not square
 */
export function digitGrid(rows: readonly DigitRow[], options: DigitGridOptions): Figure {
  const columns = Math.max(0, ...rows.map(({ digits }) => digits.length));
  const side = Math.sqrt(rows[0]?.digits[0]?.length ?? 0);
  const isSquare = rows.every(({ digits }) => digits.every((one) => one.length === side ** 2));
  if (!(columns > 0 && side > 0 && Number.isInteger(side) && isSquare)) {
    throw new RangeError(
      `digitGrid(): every image must be a square of one size, received images of ` +
        rows.flatMap(({ digits }) => [...digits].map((one) => one.length)).slice(0, 5).join(", "),
    );
  }
  const tile = side + 2;
  const middle = (k: number) => k * tile + (side - 1) / 2;
  return figure({
    ...options,
    tolerance: 0.02,
    data: [{
      ...{ type: "heatmap", z: mosaic(rows, { columns, side, tile }), zmin: 0, zmax: shades },
      ...{ colorscale: [[0, "#000000"], [1, "#ffffff"]], showscale: false, hoverinfo: "skip" },
    } as Data],
    layout: {
      height: 90 + Math.round(640 / columns) * rows.length,
      margin: { l: Math.max(12, ...rows.map(({ name }) => 9 * name.length)), b: 12 },
      xaxis: { visible: false },
      yaxis: { visible: false, autorange: "reversed", scaleanchor: "x" },
      annotations: rows.map(({ name }, k) => ({
        ...{ text: name, x: 0, xref: "paper", xanchor: "right", y: middle(k), yanchor: "middle" },
        showarrow: false,
      })),
    },
  });
}

/** A row of directions in the space of pixels, such as principal components. */
export interface DirectionRow {
  name: string;
  /** Values [side · side] of each direction, of either sign. */
  directions: readonly (readonly number[])[];
}

/** Directions as pictures: 0 is grey, the largest value of each is white or, if negative, black. */
export function directionGrid(rows: readonly DirectionRow[], options: DigitGridOptions): Figure {
  const shade = (values: readonly number[]) => {
    const largest = Math.max(...values.map(Math.abs));
    return values.map((value) => (1 + value / (largest || 1)) / 2);
  };
  const grey = rows.map(({ name, directions }) => ({ name, digits: directions.map(shade) }));
  return digitGrid(grey, options);
}

/** All images in one, white lines between them. */
function mosaic(
  rows: readonly DigitRow[],
  { columns, side, tile }: { columns: number; side: number; tile: number },
): number[][] {
  const height = rows.length * tile - 2;
  const z = Array.from({ length: height }, () => Array<number>(columns * tile - 2).fill(shades));
  rows.forEach(({ digits }, row) =>
    digits.forEach((pixels, column) => {
      for (let p = 0; p < side ** 2; p++) {
        const value = Math.min(1, Math.max(0, pixels[p]));
        z[row * tile + Math.floor(p / side)][column * tile + p % side] = Math.round(shades * value);
      }
    })
  );
  return z;
}
