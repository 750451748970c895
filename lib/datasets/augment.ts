import { seedFor } from "../random/seeds.ts";
import { imageLength, type ImageSet } from "./image_set.ts";

/** What is done to an image before it is shown to a net. */
export interface AugmentOptions {
  /** Mirrors every second image, left to right. */
  flip?: boolean;
  /**
   * Takes a rectangle of the image at random and stretches it to the whole: its share of the area, from
   * `scale[0]` to `scale[1]`, and its width over its height, from 3/4 to 4/3 (Szegedy et al. 2015).
   */
  resizedCrop?: { scale: [number, number] };
  /** Moves the image by up to so many pixels each way, as CIFAR-10 is trained (He et al. 2015); black comes in. */
  shift?: number;
}

/** How bytes become the numbers that a net gets: (byte − mean)/sd, for red, green and blue. */
export interface PixelScale {
  mean: readonly number[];
  sd: readonly number[];
}

/** Mean and standard deviation of ImageNet's pixels, as PyTorch's models have them. */
export const imagenetScale: PixelScale = {
  mean: [0.485 * 255, 0.456 * 255, 0.406 * 255],
  sd: [0.229 * 255, 0.224 * 255, 0.225 * 255],
};

/** A rectangle of an image, in pixels: it goes where the whole image was. */
interface Crop {
  left: number;
  top: number;
  width: number;
  height: number;
  mirrored: boolean;
}

/**
 * Writes images [rows, size, size, 3] of a set into `out`, augmented as the seed decides: the same seed,
 * row by row, gives the same numbers. Each output pixel is interpolated between the four next to it.
 */
export function augment(
  set: ImageSet,
  { rows, out, scale, seed, options = {} }: {
    rows: ArrayLike<number>;
    out: Float32Array;
    scale: PixelScale;
    seed: number;
    options?: AugmentOptions;
  },
): void {
  const length = imageLength(set);
  for (let k = 0; k < rows.length; k++) {
    const image = set.pixels.subarray(rows[k] * length, (rows[k] + 1) * length);
    const crop = cropOf(set.size, { seed: seedFor(seed, k), options });
    draw(image, { size: set.size, crop, scale, out: out.subarray(k * length, (k + 1) * length) });
  }
}

function cropOf(
  size: number,
  { seed, options }: { seed: number; options: AugmentOptions },
): Crop {
  const { flip = false, resizedCrop, shift = 0 } = options;
  const uniform = (index: number) => seedFor(seed, index) / 2 ** 32;
  const mirrored = flip && uniform(0) < 0.5;
  if (resizedCrop) {
    const [least, most] = resizedCrop.scale;
    const area = (least + (most - least) * uniform(1)) * size * size;
    const ratio = Math.exp(Math.log(4 / 3) * (2 * uniform(2) - 1));
    const width = Math.min(size, Math.sqrt(area * ratio));
    const height = Math.min(size, Math.sqrt(area / ratio));
    const left = (size - width) * uniform(3);
    return { left, top: (size - height) * uniform(4), width, height, mirrored };
  }
  const whole = (index: number) => Math.floor((2 * shift + 1) * uniform(index)) - shift;
  return { left: whole(1), top: whole(2), width: size, height: size, mirrored };
}

function draw(
  image: Uint8Array,
  { size, crop, scale: { mean, sd }, out }: {
    size: number;
    crop: Crop;
    scale: PixelScale;
    out: Float32Array;
  },
): void {
  const across = lineOf(size, { start: crop.left, length: crop.width });
  const down = lineOf(size, { start: crop.top, length: crop.height });
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const to = 3 * (y * size + (crop.mirrored ? size - 1 - x : x));
      const inside = across.inside[x] && down.inside[y];
      for (let c = 0; c < 3; c++) {
        const at = (row: number, column: number) => image[3 * (row * size + column) + c];
        const above = mix(
          at(down.low[y], across.low[x]),
          at(down.low[y], across.high[x]),
          across.share[x],
        );
        const below = mix(
          at(down.high[y], across.low[x]),
          at(down.high[y], across.high[x]),
          across.share[x],
        );
        const value = inside ? mix(above, below, down.share[y]) : 0;
        out[to + c] = (value - mean[c]) / sd[c];
      }
    }
  }
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** For each output pixel of a line: the two input pixels beside its centre, and the share of the second. */
function lineOf(size: number, { start, length }: { start: number; length: number }) {
  const low = new Int32Array(size);
  const high = new Int32Array(size);
  const share = new Float64Array(size);
  const inside = new Array<boolean>(size);
  for (let k = 0; k < size; k++) {
    const centre = start + (k + 0.5) * length / size - 0.5;
    const within = Math.min(size - 1, Math.max(0, centre));
    low[k] = Math.floor(within);
    high[k] = Math.min(size - 1, low[k] + 1);
    share[k] = within - low[k];
    inside[k] = centre > -0.5 - 1e-9 && centre < size - 0.5 + 1e-9;
  }
  return { low, high, share, inside };
}
