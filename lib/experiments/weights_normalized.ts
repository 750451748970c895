import { drawWeights } from "../initializers/draw_weights.ts";
import { standardizedWeights, weightNorm } from "../normalization/weight_norm.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** The largest cosine of the angle between v of a unit and the gradient by it, of 11 units. */
export async function weightNormCosine(seed: number): Promise<number> {
  const cosine = tf.tidy(() => {
    const x = tf.randomNormal([17, 7], 1, 2, "float32", seed) as tf.Tensor2D;
    const v = drawWeights([7, 11], { variance: 3, seed: seedFor(seed, 1) });
    const g = tf.linspace(0.5, 2, 11);
    const loss = (w: tf.Tensor) => x.matMul(weightNorm(w as tf.Tensor2D, g)).tanh().square().sum();
    const gradient = tf.grad(loss)(v);
    const length = (w: tf.Tensor) => w.square().sum(0).sqrt();
    return gradient.mul(v).sum(0).div(length(gradient).mul(length(v))).abs().max();
  });
  return (await take(cosine))[0];
}

/** Deep ReLU layers without any normalization of signals. */
export interface SignalsOptions {
  /** Whether each unit's weights are standardized, times √(2/(1 − 1/π)), or He's. */
  standardized: boolean;
  depth: number;
  width: number;
  examples: number;
  seed: number;
}

/** Mean over the units of the variance over examples of the pre-activations of layer 1, 2, …. */
export async function varianceByLayer(options: SignalsOptions): Promise<number[]> {
  const { standardized, depth, width, examples, seed } = options;
  const gain = Math.sqrt(2 / (1 - 1 / Math.PI));
  const variances = tf.tidy(() => {
    let y = tf.randomNormal([examples, width], 0, 1, "float32", seed) as tf.Tensor2D;
    return tf.stack(Array.from({ length: depth }, (_, l) => {
      const drawn = drawWeights([width, width], { variance: 2 / width, seed: seedFor(seed, l) });
      // The first layer's inputs are no outputs of a ReLU: they have variance 1 themselves.
      const w = standardized ? standardizedWeights(drawn, l === 0 ? 1 : gain) : drawn;
      const u = y.matMul(w) as tf.Tensor2D;
      y = u.relu();
      return tf.moments(u, 0).variance.mean();
    }));
  });
  return [...await take(variances)];
}
