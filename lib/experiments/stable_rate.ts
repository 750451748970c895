import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** How long gradient descent runs, and how finely the rate is found. */
export interface StableRateOptions {
  steps?: number;
  halvings?: number;
  seed: number;
}

/**
 * The largest learning rate at which gradient descent on a linear unit (loss ½·mean of squares,
 * Hessian [d, d]) ends below the loss that it began with: found by trying, within 1 %.
 */
export async function largestStableRate(
  hessian: tf.Tensor2D,
  { steps = 300, halvings = 11, seed }: StableRateOptions,
): Promise<number> {
  let [low, high] = [1e-4, 1e4];
  for (let k = 0; k < halvings; k++) {
    const rate = Math.sqrt(low * high);
    if (await grows(hessian, { rate, steps, seed })) high = rate;
    else low = rate;
  }
  return Math.sqrt(low * high);
}

/** Whether the loss is larger after these steps than before, from a random start. */
async function grows(
  hessian: tf.Tensor2D,
  { rate, steps, seed }: { rate: number; steps: number; seed: number },
): Promise<boolean> {
  const ratio = tf.tidy(() => {
    const start = tf.randomNormal([hessian.shape[0], 1], 0, 1, "float32", seed) as tf.Tensor2D;
    const loss = (error: tf.Tensor2D) => error.mul(hessian.matMul(error)).sum();
    let error = start;
    for (let step = 0; step < steps; step++) {
      // w ← w − rate·∇L, and ∇L = H(w − w*)
      error = tf.tidy(() => error.sub(hessian.matMul(error).mul(rate)) as tf.Tensor2D);
    }
    return loss(error).div(loss(start));
  });
  const [value] = await take(ratio);
  return !(value < 1);
}
