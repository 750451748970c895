import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { batchNorm } from "../normalization/batch_norm.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { adam } from "../training/optimizers.ts";
import { remember } from "./remember.ts";

/** A classifier whose only hidden layer is normalized (ε = 0), and its weights times a number. */
export interface ScaleInvarianceOptions {
  /** What the hidden weights are multiplied by. */
  factor: number;
  learningRate: number;
  seed: number;
}

/** What multiplying the weights before a batch normalization does. */
export interface ScaleInvarianceRow {
  /** Largest change of a logit. */
  change: number;
  /** Length of the gradient of the multiplied weights over that of the weights as they were. */
  gradientRatio: number;
  /** Cosine of the angle between the weights of a unit and their gradient: the largest of 50. */
  cosine: number;
  /** The same without the normalization. */
  plainCosine: number;
  /** |w − ηg|² over |w|² + η²|g|² after one step of gradient descent, minus 1: the largest of 50 units. */
  growth: number;
  /** Angle of the first step of gradient descent over that of the weights as they were. */
  sgdAngleRatio: number;
  /** The same of a step of Adam with a hundredth of the rate. */
  adamAngleRatio: number;
}

/** Measures it on 100 digits. */
export const scaleInvariance = remember(measure);

async function measure(options: ScaleInvarianceOptions): Promise<ScaleInvarianceRow[]> {
  const { factor, learningRate, seed } = options;
  const found = tf.tidy(() => {
    const { train } = scaledDigits("together");
    const x = train.x.slice([0, 0], [100, -1]);
    const labels = train.labels.slice(0, 100);
    const hidden = drawWeights([784, 50], { variance: 1 / 784, seed });
    const out = drawWeights([50, 10], { variance: 1 / 50, seed: seedFor(seed, 1) });
    const plain = (w: tf.Tensor) => x.matMul(w as tf.Tensor2D).relu().matMul(out) as tf.Tensor2D;
    const logits = (w: tf.Tensor) =>
      batchNorm(x.matMul(w as tf.Tensor2D), { epsilon: 0 }).y.relu().matMul(out) as tf.Tensor2D;
    const gradientOf = (f: typeof logits) => tf.grad((w: tf.Tensor) => crossEntropy(f(w), labels));
    const gradient = gradientOf(logits);
    const [g, scaled] = [gradient(hidden), gradient(hidden.mul(factor))];
    const length = (w: tf.Tensor) => w.square().sum(0).sqrt();
    const cosines = (g: tf.Tensor) =>
      g.mul(hidden).sum(0).div(length(g).mul(length(hidden))).abs().max();
    const stepped = length(hidden.sub(g.mul(learningRate))).square();
    const expected = length(hidden).square().add(length(g).mul(learningRate).square());
    // The angles are small: the part of the step across the weights, over their length.
    const angle = (w: tf.Tensor, step: tf.Tensor) => {
      const across = step.sub(w.mul(step.mul(w).sum().div(w.square().sum())));
      return across.square().sum().div(w.square().sum()).sqrt();
    };
    const [before, after] = [hidden, hidden.mul(factor)];
    return tf.stack([
      logits(hidden.mul(factor)).sub(logits(hidden)).abs().max(),
      scaled.square().sum().sqrt().div(g.square().sum().sqrt()),
      cosines(g),
      cosines(gradientOf(plain)(hidden)),
      stepped.div(expected).sub(1).abs().max(),
      angle(after, scaled).div(angle(before, g)),
      angle(after, firstOfAdam(scaled, learningRate / 100))
        .div(angle(before, firstOfAdam(g, learningRate / 100))),
    ]);
  });
  const [change, gradientRatio, cosine, plainCosine, growth, sgdAngleRatio, adamAngleRatio] =
    await take(found);
  const angles = { sgdAngleRatio, adamAngleRatio };
  return [{ change, gradientRatio, cosine, plainCosine, growth, ...angles }];
}

/** The first step of Adam along a gradient. */
function firstOfAdam(gradient: tf.Tensor, learningRate: number): tf.Tensor {
  const w = tf.variable(tf.zerosLike(gradient));
  const optimizer = adam();
  optimizer.prepare([w]);
  optimizer.update([w], [gradient], tf.scalar(learningRate));
  const step = w.clone();
  optimizer.dispose();
  w.dispose();
  return step;
}
