import { type Distribution, drawWeights } from "../initializers/draw_weights.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Mean and variance of inputs Y and weights W, and how many sums of how many products to draw. */
export interface ProductVarianceOptions {
  meanY?: number;
  varianceY: number;
  meanW?: number;
  varianceW: number;
  /** Number of products in each sum: the fan-in. */
  terms: number;
  samples: number;
  distributionY?: Distribution;
  distributionW?: Distribution;
  seed: number;
}

/** The sample variance of Y₁W₁ + … + YₙWₙ, all independent. */
export async function productVariance(options: ProductVarianceOptions): Promise<number> {
  const { meanY = 0, varianceY, meanW = 0, varianceW, terms, samples, seed } = options;
  const [variance] = await take(tf.tidy(() => {
    const shape: [number, number] = [samples, terms];
    const { distributionY, distributionW } = options;
    const y = drawWeights(shape, {
      variance: varianceY,
      distribution: distributionY,
      seed: seedFor(seed, 0),
    });
    const w = drawWeights(shape, {
      variance: varianceW,
      distribution: distributionW,
      seed: seedFor(seed, 1),
    });
    return tf.moments(y.add(meanY).mul(w.add(meanW)).sum(1)).variance;
  }));
  return variance;
}
