import { shuffledIndices } from "../random/shuffle.ts";

/** Colour images of one size, with the class of each. */
export interface ImageSet {
  /** Pixels [N, size, size, 3], red, green, blue, 0 to 255, in memory that threads can share. */
  pixels: Uint8Array<SharedArrayBuffer>;
  /** Class of each image [N], from 0. */
  labels: Uint8Array;
  /** Height and width of an image, in pixels. */
  size: number;
  /** Names of the classes, in the order of the labels. */
  classes: readonly string[];
}

/** An image data set cut in two, as its owners cut it. */
export interface ImageSplits {
  train: ImageSet;
  test: ImageSet;
}

/** Numbers that an image consists of. */
export function imageLength({ size }: { size: number }): number {
  return 3 * size * size;
}

/** No images yet: room for `count`. */
export function emptyImageSet(
  count: number,
  { size, classes }: { size: number; classes: readonly string[] },
): ImageSet {
  const pixels = new Uint8Array(new SharedArrayBuffer(count * imageLength({ size })));
  return { pixels, labels: new Uint8Array(count), size, classes };
}

/**
 * Some images of a set, in the order of `rows`.
 *
 * @throws {RangeError} when there is no such row
 */
export function someImages(set: ImageSet, rows: ArrayLike<number>): ImageSet {
  const length = imageLength(set);
  const some = emptyImageSet(rows.length, set);
  for (let to = 0; to < rows.length; to++) {
    const from = rows[to];
    if (!(from >= 0 && from < set.labels.length)) {
      throw new RangeError(
        `someImages(): rows must be from 0 to ${set.labels.length - 1}, received ${from}`,
      );
    }
    some.pixels.set(set.pixels.subarray(from * length, (from + 1) * length), to * length);
    some.labels[to] = set.labels[from];
  }
  return some;
}

/** So many images of a set, each at most once, drawn by the seed; all of them when there are no more. */
export function sampleImages(
  set: ImageSet,
  { count = Infinity, seed }: { count?: number; seed: number },
): ImageSet {
  if (count >= set.labels.length) return set;
  return someImages(set, shuffledIndices(set.labels.length, seed).subarray(0, count));
}
