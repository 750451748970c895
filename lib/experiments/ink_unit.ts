import { mnist } from "../datasets/mnist.ts";
import { mean, variance } from "../statistics/moments.ts";
import { read } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import type { Surface } from "./gradient_descent.ts";

/** How much ink an image of a digit has, and which of two digits it is. */
export interface InkRow {
  /** Mean of the image's pixels, in standard deviations of all images' ink. */
  ink: number;
  /** 1 for the second of the two digits. */
  label: 0 | 1;
}

/**
 * The ink of the training images of two digits.
 *
 * @throws {RangeError} when these are not two different digits from 0 to 9
 */
export async function inkOf([first, second]: [number, number]): Promise<InkRow[]> {
  const isDigit = (value: number) => Number.isInteger(value) && value >= 0 && value <= 9;
  if (!(isDigit(first) && isDigit(second) && first !== second)) {
    throw new RangeError(
      `inkOf(): needs two different digits from 0 to 9, received ${first} and ${second}`,
    );
  }
  const { images, labels } = tf.tidy(() => {
    const { train } = mnist();
    return { images: train.images.mean([1, 2, 3]), labels: train.labels };
  });
  const [inks, digits] = [await read(images), await read(labels)];
  tf.dispose([images, labels]);
  const own = [...digits.keys()].filter((i) => digits[i] === first || digits[i] === second);
  const sd = Math.sqrt(variance(own.map((i) => inks[i])));
  return own.map((i) => ({ ink: inks[i] / sd, label: digits[i] === second ? 1 : 0 }));
}

/** The same images, with the average ink taken away. */
export function centred(rows: readonly InkRow[]): InkRow[] {
  const average = mean(rows.map(({ ink }) => ink));
  return rows.map(({ ink, label }) => ({ ink: ink - average, label }));
}

/**
 * The loss surface of one sigmoid unit p = σ(w·ink + b) that tells two digits apart, over the
 * weights [w, b]: the cross-entropy −ln p(label) in nats. The bias is a weight whose input is 1.
 */
export function inkUnit(rows: readonly InkRow[]): Surface {
  const n = rows.length;
  return {
    loss: ([w, b]) => {
      let sum = 0;
      for (const { ink, label } of rows) {
        // −ln σ(u) = ln(1 + e⁻ᵘ), with u on the side of the label.
        const u = (label ? 1 : -1) * (w * ink + b);
        sum += Math.max(-u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
      }
      return sum / n;
    },
    gradient: ([w, b]) => {
      let [dw, db] = [0, 0];
      for (const { ink, label } of rows) {
        // δ = ∂L/∂u = p − label
        const delta = 1 / (1 + Math.exp(-(w * ink + b))) - label;
        dw += delta * ink;
        db += delta;
      }
      return [dw / n, db / n];
    },
  };
}

/**
 * The Hessian [2, 2] of such a loss at the weights (0, 0), where every σ' is ¼: ¼·mean of the
 * products of the inputs, ink and 1.
 */
export function inkHessian(rows: readonly InkRow[]): number[][] {
  const ink = mean(rows.map((row) => row.ink));
  const square = mean(rows.map((row) => row.ink ** 2));
  return [[square / 4, ink / 4], [ink / 4, 1 / 4]];
}
