/**
 * What batch normalization does exactly, measured on small examples.
 *
 * @module
 */
import { someDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { batchNorm, batchNormWith } from "../normalization/batch_norm.ts";
import { foldBatchNorm } from "../normalization/fold.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Mean and standard deviation over the batch of what one feature with this mean and sd becomes. */
export async function normalizedMoments(
  { mean, sd, gamma, beta, epsilon }: {
    mean: number;
    sd: number;
    gamma: number;
    beta: number;
    epsilon: number;
  },
): Promise<{ mean: number; sd: number }> {
  const found = tf.tidy(() => {
    // 100 numbers whose mean and standard deviation are exactly those.
    const plain = tf.linspace(-1, 1, 100);
    const x = plain.div(tf.moments(plain).variance.sqrt()).mul(sd).add(mean).reshape([100, 1]);
    const { y } = batchNorm(x as tf.Tensor2D, {
      ...{ gamma: tf.tensor1d([gamma]), beta: tf.tensor1d([beta]), epsilon },
    });
    return tf.stack([y.mean(), tf.moments(y).variance.sqrt()]);
  });
  const [meanOut, sdOut] = await take(found);
  return { mean: meanOut, sd: sdOut };
}

/** The largest |x̂| of m examples of which all but one are equal. */
export async function largestOutput(examples: number): Promise<number> {
  const found = tf.tidy(() => {
    const x = tf.oneHot(tf.tensor1d([0], "int32"), examples).reshape([examples, 1]);
    return batchNorm(x.cast("float32") as tf.Tensor2D, { epsilon: 0 }).y.abs().max();
  });
  return (await take(found))[0];
}

/** What a bias before a batch normalization does. */
export interface BiasBeforeNorm {
  /** Largest gradient of the loss by a bias. */
  gradient: number;
  /** Largest change of an output in training when all biases rise by 10. */
  inTraining: number;
  /** The same in inference, with the running statistics that the old bias left. */
  inInference: number;
}

/** A dense layer with biases, a batch normalization behind it, and digits. */
export async function biasBeforeNorm(): Promise<BiasBeforeNorm> {
  const found = tf.tidy(() => {
    const u = someDigits(100, { scaling: "together" })
      .matMul(drawWeights([784, 20], { variance: 1 / 784, seed: 1 })) as tf.Tensor2D;
    const slopes = tf.randomNormal([100, 20], 0, 1, "float32", 2);
    const loss = (bias: tf.Tensor) => batchNorm(u.add(bias) as tf.Tensor2D).y.mul(slopes).mean();
    const { y, mean, variance } = batchNorm(u);
    const moved = u.add(10) as tf.Tensor2D;
    const largest = (x: tf.Tensor) => x.abs().max();
    return tf.stack([
      largest(tf.grad(loss)(tf.zeros([20]))),
      largest(batchNorm(moved).y.sub(y)),
      largest(batchNormWith(moved, { mean, variance }).sub(y)),
    ]);
  });
  const [gradient, inTraining, inInference] = await take(found);
  return { gradient, inTraining, inInference };
}

/** Largest difference between a dense layer with batch normalization and the one folded layer. */
export async function foldedDifference(): Promise<number> {
  const found = tf.tidy(() => {
    const x = someDigits(100, { scaling: "together" });
    const kernel = drawWeights([784, 20], { variance: 1 / 784, seed: 1 });
    const bias = tf.linspace(-1, 1, 20);
    const u = x.matMul(kernel).add(bias) as tf.Tensor2D;
    const { mean, variance } = batchNorm(u.slice([0, 0], [50, 20]));
    const gamma = tf.linspace(0.5, 2, 20);
    const beta = tf.linspace(1, -1, 20);
    const norm = { mean, variance, gamma, beta };
    const folded = foldBatchNorm({ kernel, bias }, norm);
    const single = x.matMul(folded.kernel as tf.Tensor2D).add(folded.bias);
    return single.sub(batchNormWith(u, norm)).abs().max();
  });
  return (await take(found))[0];
}

/** Largest difference to its input of a batch normalization with γ = √(v + ε) and β = μ. */
export async function learnedIdentity(): Promise<number> {
  const found = tf.tidy(() => {
    const x = tf.randomNormal([50, 4], 3, 2, "float32", 1) as tf.Tensor2D;
    const { mean, variance } = batchNorm(x);
    const gamma = variance.add(1e-3).sqrt() as tf.Tensor1D;
    return batchNorm(x, { gamma, beta: mean }).y.sub(x).abs().max();
  });
  return (await take(found))[0];
}

/** How statistics of batches of N(0, 1) vary. */
export interface BatchStatisticsRow {
  /** Mean of the biased variances. */
  variance: number;
  /** Variance of the means. */
  varianceOfMean: number;
  /** Standard deviation of the variances over their mean. */
  relativeSd: number;
}

/** The statistics of many batches of m numbers from N(0, 1). */
export async function batchStatistics(
  { examples, batches, seed }: { examples: number; batches: number; seed: number },
): Promise<BatchStatisticsRow> {
  const found = tf.tidy(() => {
    const x = tf.randomNormal([examples, batches], 0, 1, "float32", seedFor(seed, examples));
    const { mean, variance } = tf.moments(x, 0);
    const average = variance.mean();
    const relative = tf.moments(variance).variance.sqrt().div(average);
    return tf.stack([average, mean.square().mean(), relative]);
  });
  const [variance, varianceOfMean, relativeSd] = await take(found);
  return { variance, varianceOfMean, relativeSd };
}

/** The share of the variance of σ(γ·z + β), for z ~ N(0, 1), that the best straight line explains. */
export async function linearShare(
  { gamma, beta, examples, seed }: { gamma: number; beta: number; examples: number; seed: number },
): Promise<number> {
  const found = tf.tidy(() => {
    const z = tf.randomNormal([examples, 1], 5, 3, "float32", seed) as tf.Tensor2D;
    const weights = { gamma: tf.tensor1d([gamma]), beta: tf.tensor1d([beta]), epsilon: 0 };
    const u = batchNorm(z, weights).y;
    const y = u.sigmoid();
    const [a, b] = [u.sub(u.mean()), y.sub(y.mean())];
    return a.mul(b).mean().square().div(a.square().mean().mul(b.square().mean()));
  });
  return (await take(found))[0];
}
