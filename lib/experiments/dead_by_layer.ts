import { someDigits } from "../datasets/standardize.ts";
import type { Distribution } from "../initializers/draw_weights.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { passThrough } from "./layer_signals.ts";
import { remember } from "./remember.ts";

/** ReLU nets at initialization, and what goes in. */
export interface DeadByLayerOptions {
  /** Independent N(0, 1) numbers, or digits of mean 0 and variance 1. */
  inputs: "gaussian" | "digits";
  examples: number;
  depth: number;
  width: number;
  /** n·Var(W) */
  gain: number;
  /** Variance of the biases; 0 for none. */
  biasVariance: number;
  distribution?: Distribution;
  seeds: readonly number[];
}

/** Dead units of one layer. */
export interface DeadByLayerRow {
  seed: number;
  layer: number;
  /** Share of the layer's units whose output is 0 for every example. */
  dead: number;
}

/** Features of Gaussian inputs. */
const gaussianFeatures = 100;

/** The share of dead units in each layer, before any training. */
export const deadByLayer = remember(count);

async function count(options: DeadByLayerOptions): Promise<DeadByLayerRow[]> {
  const { inputs, examples, depth, seeds } = options;
  const shares = tf.tidy(() => {
    const x = inputs === "digits"
      ? someDigits(examples, { scaling: "together" })
      : tf.randomNormal([examples, gaussianFeatures], 0, 1, "float32", 7) as tf.Tensor2D;
    return tf.stack(seeds.map((seed) =>
      tf.tidy(() => {
        const layers = passThrough(x, { ...options, activation: "relu", seed });
        return tf.stack(layers.map(({ out }) => deadShare(out)));
      })
    ));
  });
  const values = await take(shares);
  return seeds.flatMap((seed, s) =>
    Array.from({ length: depth }, (_, l) => ({ seed, layer: l + 1, dead: values[s * depth + l] }))
  );
}

/** The share of the columns of outputs [N, units] that are 0 in every row. */
export function deadShare(outputs: tf.Tensor): tf.Scalar {
  return outputs.max(0).lessEqual(0).cast("float32").mean() as tf.Scalar;
}
