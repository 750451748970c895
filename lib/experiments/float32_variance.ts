import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { seedFor } from "../random/seeds.ts";

/** Numbers of standard deviation 1 around some means. */
export interface Float32VarianceOptions {
  means: readonly number[];
  count: number;
  seeds: readonly number[];
}

/** The variance of one such list of numbers, in float32. */
export interface Float32VarianceRow {
  mean: number;
  seed: number;
  /** mean(x²) − mean(x)² */
  onePass: number;
  /** mean((x − mean(x))²) */
  twoPasses: number;
  /** The same in float64, of the same numbers. */
  exact: number;
}

/** Computes variances in two ways that are equal on paper. */
export async function float32Variance(
  { means, count, seeds }: Float32VarianceOptions,
): Promise<Float32VarianceRow[]> {
  const cases = means.flatMap((mean) => seeds.map((seed) => ({ mean, seed })));
  return await Promise.all(cases.map(async ({ mean, seed }) => {
    const x = tf.randomNormal([count], mean, 1, "float32", seedFor(seed, mean));
    const both = tf.tidy(() => {
      const centred = x.sub(x.mean());
      return tf.stack([x.square().mean().sub(x.mean().square()), centred.square().mean()]);
    });
    const [onePass, twoPasses] = await take(both);
    return { mean, seed, onePass, twoPasses, exact: varianceOf(await take(x)) };
  }));
}

function varianceOf(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
}
