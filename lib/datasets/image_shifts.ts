import { match } from "ts-pattern";
import { seedFor } from "../random/seeds.ts";
import { emptyImageSet, imageLength, type ImageSet } from "./image_set.ts";

/**
 * A controlled change of a data set's domain: its negative; red times 1, green times 0.6, blue times
 * 0.3; the contrast divided by four; the mean of 7 × 7 pixels in place of each; Gaussian noise with a
 * standard deviation of 50 bytes.
 */
export type ImageShift = "negative" | "colour" | "contrast" | "blur" | "noise";

/** The same images in the shifted domain; the seed decides the noise. */
export function shifted(set: ImageSet, shift: ImageShift, { seed = 1 } = {}): ImageSet {
  const result = { ...emptyImageSet(set.labels.length, set), labels: set.labels };
  const from = set.pixels;
  const to = result.pixels;
  const each = (change: (value: number, index: number) => number) => {
    for (let k = 0; k < from.length; k++) {
      to[k] = Math.min(255, Math.max(0, Math.round(change(from[k], k))));
    }
  };
  match(shift)
    .with("negative", () => each((value) => 255 - value))
    .with("colour", () => each((value, k) => value * [1, 0.6, 0.3][k % 3]))
    .with("contrast", () => each((value) => 128 + (value - 128) / 4))
    .with("noise", () => each((value, k) => value + 50 * gaussian(seed, k)))
    .with("blur", () => {
      const length = imageLength(set);
      for (let start = 0; start < from.length; start += length) {
        blur(from.subarray(start, start + length), to.subarray(start, start + length), set.size);
      }
    })
    .exhaustive();
  return result;
}

/** A number from N(0, 1) (Box & Muller 1958). */
function gaussian(seed: number, index: number): number {
  const [u, v] = [0, 1].map((part) => (seedFor(seed, 2 * index + part) + 0.5) / 2 ** 32);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** The mean of the 7 × 7 pixels around each; at the border of those that there are. */
function blur(from: Uint8Array, to: Uint8Array, size: number): void {
  const line = new Float64Array(from.length);
  alongLine(from, line, { size, step: 3 });
  alongLine(line, to, { size, step: 3 * size });
}

/** Means of seven neighbours in one direction: neighbours are `step` numbers apart. */
function alongLine(
  from: ArrayLike<number>,
  to: { [index: number]: number; length: number },
  { size, step }: { size: number; step: number },
): void {
  for (let k = 0; k < from.length; k++) {
    const place = Math.floor(k / step) % size;
    const [first, last] = [Math.max(0, place - 3), Math.min(size - 1, place + 3)];
    let sum = 0;
    for (let other = first; other <= last; other++) sum += from[k + (other - place) * step];
    to[k] = sum / (last - first + 1);
  }
}
