import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { type LayerSignalOptions, passThrough } from "./layer_signals.ts";

/** A net, and one draw of its weights. */
export type DistanceFromLinearOptions = Omit<LayerSignalOptions, "seeds"> & { seed: number };

/**
 * How far the outputs of a net are from those of the same net without its activation functions:
 * root mean square of the difference over that of the linear outputs.
 */
export async function distanceFromLinear(
  x: tf.Tensor2D,
  options: DistanceFromLinearOptions,
): Promise<number> {
  const [distance] = await take(tf.tidy(() => {
    const bent = passThrough(x, options).at(-1)!.out;
    const straight = passThrough(x, { ...options, activation: "linear" }).at(-1)!.out;
    return bent.sub(straight).square().mean().div(straight.square().mean()).sqrt();
  }));
  return distance;
}
