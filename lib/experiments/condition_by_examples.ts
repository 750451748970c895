import { activationOp, type MlpActivation } from "../models/activation_op.ts";
import { seedFor } from "../random/seeds.ts";
import { symmetricEigen } from "../statistics/symmetric_eigen.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";

/** What a layer of independent units hands on, and how many examples of it there are. */
export interface ConditionOptions {
  /** The features are this function of independent N(0, 1) pre-activations. */
  activation: MlpActivation;
  /** Whether each feature's average over the examples is taken away. */
  centred: boolean;
  features: number;
  examples: readonly number[];
  seeds: readonly number[];
}

/** The condition number of a Hessian. */
export interface ConditionRow {
  activation: MlpActivation;
  examples: number;
  seed: number;
  /** λmax/λmin of XᵀX/n. */
  condition: number;
}

/** Condition numbers of the Hessian of a linear unit behind such a layer. */
export const conditionByExamples = remember(measure);

async function measure(options: ConditionOptions): Promise<ConditionRow[]> {
  const { activation, centred, features, examples, seeds } = options;
  const rows: ConditionRow[] = [];
  for (const count of examples) {
    for (const seed of seeds) {
      const hessian = tf.tidy(() => {
        const shape: [number, number] = [count, features];
        const z = tf.randomNormal(shape, 0, 1, "float32", seedFor(seed, count)) as tf.Tensor2D;
        const x = activationOp(activation)(z);
        return hessianOf(centred ? x.sub(x.mean(0)) as tf.Tensor2D : x);
      });
      const { values } = symmetricEigen(await matrixOf(hessian));
      rows.push({ activation, examples: count, seed, condition: values.at(-1)! / values[0] });
    }
  }
  return rows;
}

/** The Hessian XᵀX/n [d, d] of a linear unit with loss ½·mean of squares, for inputs x [n, d]. */
export function hessianOf(x: tf.Tensor2D): tf.Tensor2D {
  return x.matMul(x, true).div(x.shape[0]) as tf.Tensor2D;
}

/** The values of a matrix as rows; disposes of it. */
export async function matrixOf(matrix: tf.Tensor2D): Promise<number[][]> {
  const [rows, columns] = matrix.shape;
  const values = await take(matrix);
  return Array.from({ length: rows }, (_, i) => [
    ...values.subarray(i * columns, (i + 1) * columns),
  ]);
}
