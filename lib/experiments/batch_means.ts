import { someDigits } from "../datasets/standardize.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** How many mini-batches are drawn, and how large. */
export interface BatchMeanOptions {
  batchSize: number;
  batches: number;
  /** Digits that are centred and drawn from. */
  examples: number;
  seed: number;
}

/**
 * The squared length of a mini-batch's mean over the sum of the pixels' variances, averaged over
 * batches of digits whose pixels all have mean 0.
 */
export async function batchMeans(
  { batchSize, batches, examples, seed }: BatchMeanOptions,
): Promise<number> {
  const share = tf.tidy(() => {
    const x = someDigits(examples, { scaling: "centred" });
    const lengths = Array.from({ length: batches }, (_, k) => {
      const rows = shuffledIndices(examples, seedFor(seed, k)).subarray(0, batchSize);
      return x.gather(tf.tensor1d(Int32Array.from(rows), "int32")).mean(0).square().sum();
    });
    return tf.stack(lengths).mean().div(x.square().mean(0).sum());
  });
  const [value] = await take(share);
  return value;
}
