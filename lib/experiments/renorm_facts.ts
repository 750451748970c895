import { batchNorm, batchNormWith } from "../normalization/batch_norm.ts";
import { batchRenorm } from "../normalization/batch_renorm.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/**
 * The largest difference between batch renormalization of a small batch, whose statistics are far from
 * the running ones, and what it should be: with wide bounds inference, with closed bounds batch
 * normalization.
 */
export async function renormAgainst(other: "inference" | "batch", seed: number): Promise<number> {
  const difference = tf.tidy(() => {
    const x = tf.randomNormal([5, 7], 2, 1.5, "float32", seed) as tf.Tensor2D;
    const running = { mean: tf.linspace(-1, 3, 7), variance: tf.linspace(0.5, 4, 7) };
    const bounds = other === "inference" ? { rMax: 100, dMax: 100 } : { rMax: 1, dMax: 0 };
    const { y } = batchRenorm(x, { running, ...bounds });
    const expected = other === "inference" ? batchNormWith(x, running) : batchNorm(x).y;
    return y.sub(expected).abs().max();
  });
  return (await take(difference))[0];
}
