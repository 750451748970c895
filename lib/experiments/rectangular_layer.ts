import { drawWeights } from "../initializers/draw_weights.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** One linear layer that is not square, and how many signals to send through it. */
export interface RectangularLayerOptions {
  fanIn: number;
  fanOut: number;
  /** Var(W). */
  variance: number;
  examples: number;
  seed: number;
}

/** By how much the layer multiplies a mean square, with the signal and against it. */
export interface RectangularLayerFactors {
  forward: number;
  backward: number;
}

/** Sends Gaussian signals forward and Gaussian gradients back through one freshly drawn layer. */
export async function rectangularLayer(
  options: RectangularLayerOptions,
): Promise<RectangularLayerFactors> {
  const { fanIn, fanOut, variance, examples, seed } = options;
  const [forward, backward] = await take(tf.tidy(() => {
    const weights = drawWeights([fanIn, fanOut], { variance, seed: seedFor(seed, 0) });
    const y = tf.randomNormal([examples, fanIn], 0, 1, "float32", seedFor(seed, 1)) as tf.Tensor2D;
    const g = tf.randomNormal([examples, fanOut], 0, 1, "float32", seedFor(seed, 2)) as tf.Tensor2D;
    const size = (signal: tf.Tensor) => signal.square().mean();
    return tf.stack([
      size(y.matMul(weights)).div(size(y)),
      size(g.matMul(weights, false, true)).div(size(g)),
    ]);
  }));
  return { forward, backward };
}
