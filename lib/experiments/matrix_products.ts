import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Products of square matrices of independent N(0, 1) entries. */
export interface MatrixProductOptions {
  size: number;
  factors: number;
  /** How many independent products to draw. */
  repeats: number;
  seed: number;
}

/** log10 of the largest absolute entry after each factor: one array [factors] a repeat. */
export async function matrixProducts(options: MatrixProductOptions): Promise<number[][]> {
  const { size, factors, repeats, seed } = options;
  const table = tf.tidy(() => {
    const draw = (k: number) =>
      tf.randomNormal([repeats, size, size], 0, 1, "float32", seedFor(seed, k));
    let product = draw(0);
    const largest = [product.abs().max([1, 2])];
    for (let k = 1; k < factors; k++) {
      product = product.matMul(draw(k));
      largest.push(product.abs().max([1, 2]));
    }
    return tf.stack(largest, 1).log().div(Math.LN10);
  });
  const values = await take(table);
  return Array.from(
    { length: repeats },
    (_, r) => [...values.subarray(r * factors, (r + 1) * factors)],
  );
}
