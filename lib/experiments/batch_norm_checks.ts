import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { type WrittenBatchNorm, writtenBatchNorm, writtenBatchNorms } from "./wrong_batch_norms.ts";

/** What every batch normalization must fulfil: a number that must be 0, and how near. */
interface Check {
  measure(norm: WrittenBatchNorm): tf.Tensor;
  within: number;
}

/** Seven examples of three features of very different size. */
const batch = (seed: number) =>
  tf.randomNormal([7, 3], 0, 1, "float32", seed).mul([1, 20, 0.5]).add([3, -40, 0]) as tf.Tensor2D;

const largest = (x: tf.Tensor) => x.abs().max();

const checks = {
  "each feature has mean 0": {
    measure: (norm) => largest(norm.train(batch(1)).mean(0)),
    within: 1e-4,
  },
  "each feature has variance 1": {
    measure: (norm) => largest(tf.moments(norm.train(batch(1)), 0).variance.sub(1)),
    within: 0.02,
  },
  "a feature that does not vary gives 0": {
    measure: (norm) => largest(norm.train(batch(1).mul([1, 1, 0]) as tf.Tensor2D).slice([0, 2])),
    within: 1e-4,
  },
  "gradients sum to 0 over the batch": {
    measure: (norm) => {
      const sum = (x: tf.Tensor) => norm.train(x as tf.Tensor2D).mul(batch(2)).sum();
      return largest(tf.grad(sum)(batch(1)).mul([1, 20, 0.5]).sum(0));
    },
    within: 1e-3,
  },
  "gradients have no part along x̂": {
    measure: (norm) => {
      const sum = (x: tf.Tensor) => norm.train(x as tf.Tensor2D).mul(batch(2)).sum();
      const x = batch(1);
      const { mean, variance } = tf.moments(x, 0);
      const sizes = [1, 20, 0.5];
      const along = tf.grad(sum)(x).mul(sizes).mul(x.sub(mean).div(variance.sqrt())).sum(0);
      return largest(along);
    },
    // ε takes ε/(v + ε) of it away: 0.001 of ¼.
    within: 0.2,
  },
  "in inference no example sees the others": {
    measure: (norm) => {
      norm.train(batch(1));
      const x = batch(3);
      const alone = norm.infer(x.slice([0, 0], [1, 3]));
      return largest(norm.infer(x).slice([0, 0], [1, 3]).sub(alone));
    },
    within: 1e-4,
  },
  "inference fits data of variance 1 from the first step": {
    measure: (norm) => {
      const x = tf.randomNormal([400, 3], 0, 1, "float32", 4) as tf.Tensor2D;
      norm.train(x);
      return tf.moments(norm.infer(x), 0).variance.log().abs().max();
    },
    // The variance of 400 numbers varies by √(2/400) = 0.07.
    within: 0.3,
  },
  "one step moves the running mean by a tenth": {
    measure: (norm) => {
      const x = tf.ones([7, 3]).mul(5) as tf.Tensor2D;
      norm.train(x);
      // In inference what equals the running mean gives 0.
      return largest(norm.infer(tf.fill([1, 3], 0.5) as tf.Tensor2D));
    },
    within: 1e-4,
  },
} satisfies Record<string, Check>;

/** Whether one way to write batch normalization passes one check. */
export interface BatchNormCheckRow {
  writing: string;
  check: keyof typeof checks;
  passes: boolean;
}

/** Holds every way to write it against every check. */
export async function batchNormChecks(): Promise<BatchNormCheckRow[]> {
  const names = Object.keys(checks) as (keyof typeof checks)[];
  const cases = writtenBatchNorms.flatMap((writing) => names.map((check) => ({ writing, check })));
  return await Promise.all(cases.map(async ({ writing, check }) => {
    const { measure, within } = checks[check];
    const [found] = await take(tf.tidy(() => measure(writtenBatchNorm(writing))));
    return { writing, check, passes: found <= within };
  }));
}
