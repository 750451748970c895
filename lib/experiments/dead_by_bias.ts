import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Units whose pre-activations are independent N(bias, 1) from example to example. */
export interface DeadByBiasOptions {
  bias: number;
  examples: number;
  units: number;
  seed: number;
}

/** The share of units whose pre-activation is negative for all examples, by drawing them. */
export async function deadByBias(
  { bias, examples, units, seed }: DeadByBiasOptions,
): Promise<number> {
  const share = tf.tidy(() => {
    const u = tf.randomNormal([examples, units], bias, 1, "float32", seed);
    return u.max(0).less(0).cast("float32").mean();
  });
  const [value] = await take(share);
  return value;
}
