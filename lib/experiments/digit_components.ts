import { scaledDigits } from "../datasets/standardize.ts";
import { symmetricEigen } from "../statistics/symmetric_eigen.ts";
import { tf } from "../tensorflow/tf.ts";
import { hessianOf, matrixOf } from "./condition_by_examples.ts";
import { remember } from "./remember.ts";

/** A principal component of the training digits, their pixels (0 to 1) centred. */
export interface DigitComponentRow {
  /** Variance of the digits along it: an eigenvalue of their covariance. */
  variance: number;
  /** [784], of length 1 */
  direction: number[];
}

/** All 784 components, that with the largest variance first. */
export const digitComponents = remember(async (_options: Record<never, never>) => {
  const covariance = tf.tidy(() => hessianOf(scaledDigits("centred").train.x));
  const { values, vectors } = symmetricEigen(await matrixOf(covariance));
  const rows = values.map((variance, i): DigitComponentRow => ({
    variance,
    direction: vectors[i],
  }));
  return rows.reverse();
});
