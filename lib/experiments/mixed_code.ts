import { someDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { seedFor } from "../random/seeds.ts";
import { inverse, Matrix } from "ml-matrix";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { matrixOf } from "./condition_by_examples.ts";

/**
 * Largest difference of an output of a linear autoencoder of digits when its encoder is multiplied by
 * a random matrix and its decoder by the inverse.
 */
export async function mixedCode(
  { code, seed }: { code: number; seed: number },
): Promise<number> {
  const mix = await matrixOf(drawWeights([code, code], { variance: 1, seed }));
  const difference = tf.tidy(() => {
    const x = someDigits(100, { scaling: "centred" });
    const encoder = drawWeights([784, code], { variance: 1 / 784, seed: seedFor(seed, 1) });
    const decoder = drawWeights([code, 784], { variance: 1 / code, seed: seedFor(seed, 2) });
    const unmix = tf.tensor2d(inverse(new Matrix(mix)).to2DArray());
    const mixed = x.matMul(encoder.matMul(tf.tensor2d(mix))).matMul(unmix.matMul(decoder));
    return mixed.sub(x.matMul(encoder).matMul(decoder)).abs().max();
  });
  return (await take(difference))[0];
}
