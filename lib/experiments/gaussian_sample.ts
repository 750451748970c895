import { activationOp, type MlpActivation } from "../models/activation_op.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** How many standard normal pre-activations to draw. */
export interface GaussianSampleOptions {
  activation: MlpActivation;
  samples: number;
  seed: number;
}

/** Sample means of what an activation and its slope (by TF.js's autograd) make of z ~ N(0, 1). */
export interface GaussianSampleMeans {
  mean: number;
  secondMoment: number;
  squaredSlope: number;
}

/** The moments that {@link GaussianSampleMeans} names, by drawing samples. */
export async function gaussianSample(options: GaussianSampleOptions): Promise<GaussianSampleMeans> {
  const { activation, samples, seed } = options;
  const phi = activationOp(activation) as (u: tf.Tensor) => tf.Tensor;
  const means = tf.tidy(() => {
    const z = tf.randomNormal([samples], 0, 1, "float32", seed);
    const out = phi(z);
    return tf.stack([out.mean(), out.square().mean(), tf.grad(phi)(z).square().mean()]);
  });
  const [mean, secondMoment, squaredSlope] = await take(means);
  return { mean, secondMoment, squaredSlope };
}
