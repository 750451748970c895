import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { batchNorm, channelStatistics } from "../normalization/batch_norm.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { remember } from "./remember.ts";

/** A classifier with 50 hidden ReLU units, and the same with a batch normalization that undoes itself. */
export interface SameStartOptions {
  learningRate: number;
  seeds: readonly number[];
}

/** Both before and after one step of gradient descent on the same 100 digits. */
export interface SameStartRow {
  seed: number;
  /** Largest difference of a logit before the step. */
  before: number;
  /** Length of the difference of all logits after the step, over that of their change in the plain net. */
  after: number;
  /** Cosine of the angle between the two steps of the hidden weights. */
  cosine: number;
}

/** Gives γ and β the values √(v + ε) and μ, with which normalization changes nothing, and takes one step. */
export const sameStart = remember(compare);

async function compare({ learningRate, seeds }: SameStartOptions): Promise<SameStartRow[]> {
  const values = await take(
    tf.tidy(() => tf.stack(seeds.map((seed) => differences(learningRate, seed)))),
  );
  return seeds.map((seed, k) => {
    const [before, after, cosine] = values.subarray(3 * k, 3 * k + 3);
    return { seed, before, after, cosine };
  });
}

/** The three numbers of a row [3]. */
function differences(learningRate: number, seed: number): tf.Tensor {
  const { train } = scaledDigits("together");
  const x = train.x.slice([100 * seed, 0], [100, -1]);
  const labels = train.labels.slice(100 * seed, 100);
  const hidden = drawWeights([784, 50], { variance: 2 / 784, seed });
  const out = drawWeights([50, 10], { variance: 1 / 50, seed: seedFor(seed, 1) });
  const { mean, variance } = channelStatistics(x.matMul(hidden));
  const epsilon = 1e-3;
  const plain = (w: tf.Tensor, v: tf.Tensor) =>
    x.matMul(w as tf.Tensor2D).relu().matMul(v as tf.Tensor2D) as tf.Tensor2D;
  const normalized = (w: tf.Tensor, v: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => {
    const weights = { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D, epsilon };
    const { y } = batchNorm(x.matMul(w as tf.Tensor2D) as tf.Tensor2D, weights);
    return y.relu().matMul(v as tf.Tensor2D) as tf.Tensor2D;
  };
  const step = (net: (...all: tf.Tensor[]) => tf.Tensor2D, weights: tf.Tensor[]) => {
    const gradients = tf.grads((...all: tf.Tensor[]) => crossEntropy(net(...all), labels))(weights);
    const moved = weights.map((w, k) => w.sub(gradients[k].mul(learningRate)));
    return { logits: net(...weights), after: net(...moved), gradient: gradients[0] };
  };
  const one = step(plain as typeof normalized, [hidden, out]);
  const other = step(normalized as (...all: tf.Tensor[]) => tf.Tensor2D, [
    ...[hidden, out, variance.add(epsilon).sqrt(), mean],
  ]);
  const length = (t: tf.Tensor) => t.square().sum().sqrt();
  const inner = one.gradient.mul(other.gradient).sum();
  return tf.stack([
    one.logits.sub(other.logits).abs().max(),
    length(one.after.sub(other.after)).div(length(one.after.sub(one.logits))),
    inner.div(length(one.gradient).mul(length(other.gradient))),
  ]);
}
