import { type Data, type Figure, figure } from "./figure.ts";

/** A row of colour images. */
export interface ImageRow {
  /** Stands beside the row. */
  name: string;
  /** Pixels [side · side · 3] of each image, bytes of red, green and blue. */
  images: readonly ArrayLike<number>[];
}

/** What the figure says. */
export interface ImageGridOptions {
  name: string;
  title: string;
  alt: string;
}

/** Bytes are rounded to multiples of this: no difference to the eye, and the files stay small. */
const step = 15;

/**
 * Square colour images in rows, white lines between them.
 *
 * @throws {RangeError} when there is no image, or the images are not squares of one size
 */
export function imageGrid(rows: readonly ImageRow[], options: ImageGridOptions): Figure {
  const columns = Math.max(0, ...rows.map(({ images }) => images.length));
  const side = Math.sqrt((rows[0]?.images[0]?.length ?? 0) / 3);
  const isSquare = rows.every(({ images }) =>
    images.every(({ length }) => length === 3 * side ** 2)
  );
  if (!(columns > 0 && side > 0 && Number.isInteger(side) && isSquare)) {
    throw new RangeError("imageGrid(): every image must be a square of one size, in colour");
  }
  const tile = side + 2;
  const white = () => [255, 255, 255];
  const z = Array.from(
    { length: rows.length * tile - 2 },
    () => Array.from({ length: columns * tile - 2 }, white),
  );
  rows.forEach(({ images }, row) =>
    images.forEach((pixels, column) => {
      for (let p = 0; p < side ** 2; p++) {
        z[row * tile + Math.floor(p / side)][column * tile + p % side] = [0, 1, 2].map((c) =>
          step * Math.round(pixels[3 * p + c] / step)
        );
      }
    })
  );
  return figure({
    ...options,
    tolerance: 0.02,
    data: [{ type: "image", z, hoverinfo: "skip" } as unknown as Data],
    layout: {
      height: 90 + Math.round(520 / columns) * rows.length,
      margin: { l: Math.max(12, ...rows.map(({ name }) => 9 * name.length)), b: 12 },
      xaxis: { visible: false },
      yaxis: { visible: false, scaleanchor: "x" },
      annotations: rows.map(({ name }, k) => ({
        ...{ text: name, x: 0, xref: "paper", xanchor: "right", yanchor: "middle" },
        ...{ y: k * tile + (side - 1) / 2, showarrow: false },
      })),
    },
  });
}
