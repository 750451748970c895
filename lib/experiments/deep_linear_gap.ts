import { drawWeights } from "../initializers/draw_weights.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** A stack of linear layers of one width. */
export interface DeepLinearGapOptions {
  layers: number;
  width: number;
  examples: number;
  seed: number;
}

/**
 * Inputs go through all layers one after the other, and through one layer whose weights are the
 * product of all: the largest difference of the outputs, relative to the largest output.
 */
export async function deepLinearGap(options: DeepLinearGapOptions): Promise<number> {
  const { layers, width, examples, seed } = options;
  const gap = tf.tidy(() => {
    const x = tf.randomNormal([examples, width], 0, 1, "float32", seedFor(seed, layers));
    const weights = Array.from(
      { length: layers },
      (_, l) => drawWeights([width, width], { variance: 1 / width, seed: seedFor(seed, l) }),
    );
    const deep = weights.reduce((y: tf.Tensor, w) => y.matMul(w), x);
    const product = weights.reduce((p: tf.Tensor, w) => p.matMul(w), tf.eye(width));
    const flat = x.matMul(product);
    return deep.sub(flat).abs().max().div(deep.abs().max());
  });
  const [value] = await take(gap);
  return value;
}
