import { drawWeights } from "../initializers/draw_weights.ts";
import { fansOf, type VarianceLaw } from "../initializers/initializers.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** A linear net whose layers have these widths, the inputs first. */
export interface FunnelOptions {
  widths: readonly number[];
  law: VarianceLaw;
  /** Inputs, and gradients sent back. */
  examples: number;
  seeds: readonly number[];
}

/** By which factor a net changes mean squares, from its first to its last layer. */
export interface FunnelRow {
  /** Of the signal, forward. */
  forward: number;
  /** Of the gradient, backward. */
  backward: number;
}

/** Both factors, as geometric means over the draws of the weights. */
export async function funnel(options: FunnelOptions): Promise<FunnelRow> {
  const logs = tf.tidy(() => tf.stack(options.seeds.map((seed) => pass(options, seed))).mean(0));
  const [forward, backward] = await take(logs);
  return { forward: Math.exp(forward), backward: Math.exp(backward) };
}

/** ln of both factors [2] for one draw. */
function pass({ widths, law, examples }: FunnelOptions, seed: number): tf.Tensor {
  return tf.tidy(() => {
    const normal = (columns: number, index: number) =>
      tf.randomNormal([examples, columns], 0, 1, "float32", seedFor(seed, index)) as tf.Tensor2D;
    const weights = widths.slice(1).map((width, l) => {
      const shape: [number, number] = [widths[l], width];
      return drawWeights(shape, { variance: law(fansOf(shape)), seed: seedFor(seed, l) });
    });
    const square = (x: tf.Tensor) => x.square().mean().log();
    const [x, g] = [normal(widths[0], -1), normal(widths.at(-1)!, -2)];
    const last = weights.reduce((y, w) => y.matMul(w) as tf.Tensor2D, x);
    const first = weights.reduceRight((y, w) => y.matMul(w, false, true) as tf.Tensor2D, g);
    return tf.stack([square(last).sub(square(x)), square(first).sub(square(g))]);
  });
}
