import { match } from "ts-pattern";
import { seedFor } from "../random/seeds.ts";
import { emptyImageSet, type ImageSet, type ImageSplits } from "./image_set.ts";
import { mnist } from "./mnist.ts";

/**
 * How the digits look: white on black; a little paler and moved by a pixel or two; black on a coloured
 * ground with stripes.
 */
export type DigitDomain = "plain" | "near" | "far";

/** Height and width of the images: a digit of 28 pixels with a margin. */
const size = 32;

/**
 * MNIST's digits as colour images in one of three domains: 8,000 to train and 2,000 to test. The domains
 * stand in for pairs of real data sets where none can be downloaded: they show what happens, and decide
 * nothing about photographs.
 */
export function digitDomain(domain: DigitDomain, { seed = 1 } = {}): ImageSplits {
  const { train, test } = mnist({ seed });
  const made = (part: typeof train, index: number) => {
    const digits = part.images.dataSync();
    const labels = part.labels.dataSync();
    return drawn(digits, { labels, domain, seed: seedFor(seed, index) });
  };
  const splits = { train: made(train, 0), test: made(test, 1) };
  for (const { images, labels } of [train, test]) images.dispose(), labels.dispose();
  return splits;
}

function drawn(
  digits: ArrayLike<number>,
  { labels, domain, seed }: { labels: ArrayLike<number>; domain: DigitDomain; seed: number },
): ImageSet {
  const set = emptyImageSet(labels.length, { size, classes: [..."0123456789"] });
  const { pixels } = set;
  for (let k = 0; k < labels.length; k++) {
    set.labels[k] = labels[k];
    const paint = painter(domain, seedFor(seed, k));
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const ink = (row: number, column: number) =>
          row >= 0 && row < 28 && column >= 0 && column < 28
            ? digits[(k * 28 + row) * 28 + column]
            : 0;
        paint({ x, y, ink, out: pixels.subarray(3 * ((k * size + y) * size + x)) });
      }
    }
  }
  return set;
}

/** A pixel of an image: its place, the ink of the digit at a place, and where its three bytes go. */
interface Pixel {
  x: number;
  y: number;
  ink: (row: number, column: number) => number;
  out: Uint8Array;
}

/** How the pixels of one image are painted; the seed decides what differs from image to image. */
function painter(domain: DigitDomain, seed: number): (pixel: Pixel) => void {
  const uniform = (index: number) => seedFor(seed, index) / 2 ** 32;
  const centred = ({ x, y, ink }: Pixel) => ink(y - 2, x - 2);
  return match(domain)
    .with("plain", () => (pixel: Pixel) => void pixel.out.fill(255 * centred(pixel), 0, 3))
    .with("near", () => {
      const [right, down] = [0, 1].map((index) => Math.floor(5 * uniform(index)) - 2);
      return ({ x, y, ink, out }: Pixel) =>
        void out.fill(30 + 180 * ink(y - 2 - down, x - 2 - right), 0, 3);
    })
    .with("far", () => {
      const ground = [0, 1, 2].map((channel) => 110 + 130 * uniform(channel));
      const [across, down, phase] = [3, 4, 5].map((index) => uniform(index));
      return (pixel: Pixel) => {
        const wave = Math.sin(
          2 * Math.PI * (0.3 * (across - 0.5) * pixel.x + 0.3 * (down - 0.5) * pixel.y + phase),
        );
        ground.forEach((colour, channel) => {
          pixel.out[channel] = (colour + 15 * wave) * (1 - 0.8 * centred(pixel));
        });
      };
    })
    .exhaustive();
}
