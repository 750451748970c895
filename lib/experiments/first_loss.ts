import { scaledDigits } from "../datasets/standardize.ts";
import { type MlpActivation } from "../models/activation_op.ts";
import { mlp } from "../models/mlp.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { remember } from "./remember.ts";

/** Random logits. */
export interface RandomLogitsOptions {
  classes: number;
  /** Standard deviation of each logit. */
  sd: number;
  draws: number;
  seed: number;
}

/** The mean cross-entropy (nats) of independent N(0, sd²) logits, over all labels alike. */
export async function lossOfRandomLogits(
  { classes, sd, draws, seed }: RandomLogitsOptions,
): Promise<number> {
  const loss = tf.tidy(() => {
    const logits = tf.randomNormal([draws, classes], 0, sd, "float32", seed);
    return logits.logSumExp(1).sub(logits.mean(1)).mean();
  });
  const [value] = await take(loss);
  return value;
}

/** Untrained nets of two hidden layers of 100 units. */
export interface FirstLossOptions {
  activation: MlpActivation;
  /** n·Var(W) of all layers. */
  gains: readonly number[];
  seeds: readonly number[];
}

/** The loss of an untrained net on digits. */
export interface FirstLossRow {
  gain: number;
  seed: number;
  /** Variance of the ten logits of an example, averaged over the examples. */
  logitVariance: number;
  /** Cross-entropy in nats. */
  loss: number;
}

/** The first loss of nets on 1,000 digits, before any training. */
export const firstLoss = remember(measure);

async function measure(
  { activation, gains, seeds }: FirstLossOptions,
): Promise<FirstLossRow[]> {
  const cases = gains.flatMap((gain) => seeds.map((seed) => ({ gain, seed })));
  const table = tf.tidy(() => {
    const { x, labels } = scaledDigits("together").test;
    const [some, their] = [x.slice(0, 1000), labels.slice(0, 1000)];
    return tf.stack(cases.map(({ gain, seed }) => {
      const model = mlp({ inputs: 784, hidden: [100, 100], outputs: 10, activation, gain, seed });
      const logits = model.predictOnBatch(some) as tf.Tensor2D;
      // With n − 1 below: ten logits around the mean of these ten.
      const variance = tf.moments(logits, 1).variance.mean().mul(10 / 9);
      model.dispose();
      return tf.stack([variance, crossEntropy(logits, their)]);
    }));
  });
  const values = await take(table);
  return cases.map((one, i) => ({ ...one, logitVariance: values[2 * i], loss: values[2 * i + 1] }));
}
