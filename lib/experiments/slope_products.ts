import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { activationOp, type MlpActivation } from "../models/activation_op.ts";

/** Paths through a chain of units, each with an independent pre-activation from N(0, 1). */
export interface SlopeProductOptions {
  activation: "sigmoid" | "tanh";
  depth: number;
  paths: number;
  seed: number;
}

/** The factor φ'(u₁) ⋯ φ'(u_l) that a gradient has picked up after l units, over many paths. */
export interface SlopeProductRow {
  depth: number;
  /** √E of its square. */
  rms: number;
  median: number;
  /** 5 % of the paths have a smaller one, and 5 % a larger one than `high`. */
  low: number;
  high: number;
}

/** How a gradient shrinks along a chain of units: a row per depth from 1 to `depth`. */
export async function slopeProducts(options: SlopeProductOptions): Promise<SlopeProductRow[]> {
  const { activation, depth, paths, seed } = options;
  const table = tf.tidy(() => {
    const u = tf.randomNormal([depth, paths], 0, 1, "float32", seedFor(seed, 0)) as tf.Tensor2D;
    const slopes = tf.grad(activationOp(activation) as (u: tf.Tensor) => tf.Tensor)(u);
    return slopes.log().cumsum(0);
  });
  const logs = await take(table);
  return Array.from(
    { length: depth },
    (_, l) => summarize(logs.slice(l * paths, (l + 1) * paths), l + 1),
  );
}

function summarize(logs: ArrayLike<number>, depth: number): SlopeProductRow {
  const factors = Float64Array.from(logs, Math.exp).sort();
  const at = (share: number) => factors[Math.floor(share * (factors.length - 1))];
  const rms = Math.sqrt(factors.reduce((sum, f) => sum + f * f, 0) / factors.length);
  return { depth, rms, median: at(0.5), low: at(0.05), high: at(0.95) };
}

/** φ'(u) at one pre-activation, by TF.js's autograd. */
export async function slopeAt(activation: MlpActivation, u: number): Promise<number> {
  const slope = tf.tidy(() =>
    tf.grad(activationOp(activation) as (u: tf.Tensor) => tf.Tensor)(tf.scalar(u))
  );
  const [value] = await take(slope);
  return value;
}
