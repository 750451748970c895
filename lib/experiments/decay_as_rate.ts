import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { batchNorm } from "../normalization/batch_norm.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { compile } from "../tensorflow/compile/compile.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { remember } from "./remember.ts";

/** Gradient descent on weights before a batch normalization (ε = 0), with decay or with a rate that grows. */
export interface DecayAsRateOptions {
  learningRate: number;
  /** λ: the loss has λ/2·|w|² more. */
  weightDecay: number;
  steps: number;
  seed: number;
}

/** One training. */
export interface DecayAsRateRow {
  way: "weight decay" | "growing rate" | "neither";
  /** |w| at the end. */
  length: number;
  /** Largest difference of a logit, on 100 other digits, to the training with weight decay. */
  difference: number;
}

/**
 * Trains 50 normalized units on digits, the same batches of 100, in three ways: with weight decay, with
 * the rate η·(1 − ηλ)^−(2t + 1) in step t = 0, 1, … in its place (Li & Arora 2020), and with neither.
 */
export const decayAsRate = remember(compare);

async function compare(options: DecayAsRateOptions): Promise<DecayAsRateRow[]> {
  const ways = ["weight decay", "growing rate", "neither"] as const;
  const found = tf.tidy(() => {
    const ends = ways.map((way) => train(options, way));
    const [{ logits: expected }] = ends;
    return tf.stack(
      ends.flatMap(({ length, logits }) => [length, logits.sub(expected).abs().max()]),
    );
  });
  const values = await take(found);
  return ways.map((way, k) => ({
    way,
    length: values[2 * k],
    difference: values[2 * k + 1],
  }));
}

function train(
  { learningRate, weightDecay, steps, seed }: DecayAsRateOptions,
  way: DecayAsRateRow["way"],
): { length: tf.Tensor; logits: tf.Tensor } {
  const { train, test } = scaledDigits("together");
  const hidden = tf.variable(drawWeights([784, 50], { variance: 1 / 784, seed }));
  const out = tf.variable(drawWeights([50, 10], { variance: 1 / 50, seed: seedFor(seed, 1) }));
  const logits = (x: tf.Tensor2D) =>
    batchNorm(x.matMul(hidden) as tf.Tensor2D, { epsilon: 0 }).y.relu().matMul(out) as tf.Tensor2D;
  const decay = way === "weight decay" ? weightDecay : 0;
  const step = compile((rows: tf.Tensor1D, rate: tf.Tensor) => {
    const x = train.x.gather(rows);
    const labels = train.labels.gather(rows);
    const loss = () => crossEntropy(logits(x as tf.Tensor2D), labels);
    const { grads } = tf.variableGrads(loss, [hidden, out]);
    hidden.assign(
      hidden.mul(1 - learningRate * decay).sub(grads[hidden.name].mul(rate)) as tf.Tensor2D,
    );
    out.assign(out.sub(grads[out.name].mul(learningRate)) as tf.Tensor2D);
    return rate;
  }, { expectedSteps: steps });
  const rows = Array.from(
    { length: steps },
    (_, t) => [...shuffledIndices(train.labels.size, seedFor(seed, 10 + t)).subarray(0, 100)],
  );
  const rates = rows.map((_, t) =>
    way === "growing rate"
      ? learningRate * (1 - learningRate * weightDecay) ** -(2 * t + 1)
      : learningRate
  );
  const indices = tf.tensor2d(Int32Array.from(rows.flat()), [steps, 100], "int32");
  step.many([indices, tf.tensor1d(rates)]);
  step.dispose();
  const end = {
    length: hidden.square().sum().sqrt(),
    logits: logits(test.x.slice([0, 0], [100, -1])),
  };
  tf.dispose([hidden, out]);
  return end;
}
