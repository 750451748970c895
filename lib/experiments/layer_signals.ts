import { type Distribution, drawWeights } from "../initializers/draw_weights.ts";
import { activationOp, type MlpActivation } from "../models/activation_op.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** A stack of dense layers of one width, at initialization. */
export interface LayerSignalOptions {
  depth: number;
  /** Units of every layer. */
  width: number;
  activation: MlpActivation;
  /** n·Var(W): fan-in times the variance of a weight. */
  gain: number;
  distribution?: Distribution;
  /** Variance of the biases, drawn from the same kind of distribution; 0 for none. */
  biasVariance?: number;
  /** |output| beyond this counts as large. */
  large?: number;
  seeds: readonly number[];
}

/** What flows through one layer, over all its units and all examples. */
export interface LayerSignalRow {
  seed: number;
  layer: number;
  /** Mean square of the pre-activations u. */
  preSecondMoment: number;
  /** Variance of the pre-activations u. */
  preVariance: number;
  /** Mean of the outputs φ(u). */
  outMean: number;
  /** Variance of the outputs. */
  outVariance: number;
  /** Mean square of the outputs. */
  outSecondMoment: number;
  /** Variance of a unit's outputs between examples, averaged over the units. */
  exampleVariance: number;
  /** Share of outputs that are exactly 0. */
  zeroShare: number;
  /** Share of outputs beyond `large` in absolute value. */
  largeShare: number;
  /** Mean square of the gradient that reaches u, when that of the last output has mean square 1. */
  gradientSecondMoment: number;
}

/** Tensors of one layer: pre-activations u, outputs φ(u) and gradients at u, each [N, width]. */
export interface Layer {
  u: tf.Tensor2D;
  out: tf.Tensor2D;
  gradient: tf.Tensor2D;
}

/**
 * One forward and one backward pass of inputs x [N, features] through freshly drawn dense layers,
 * for each seed: a row per layer. No weight is updated.
 */
export async function layerSignals(
  x: tf.Tensor2D,
  options: LayerSignalOptions,
): Promise<LayerSignalRow[]> {
  const { seeds, depth, large = 0.9 } = options;
  const table = tf.tidy(() =>
    tf.concat(
      seeds.map((seed) =>
        tf.tidy(() =>
          tf.stack(passThrough(x, { ...options, seed }).map((l) => statistics(l, large)))
        )
      ),
    )
  );
  const values = await take(table);
  return seeds.flatMap((seed, s) =>
    Array.from({ length: depth }, (_, l) => {
      const at = (s * depth + l) * statisticsPerLayer;
      return toRow(values.subarray(at, at + statisticsPerLayer), { seed, layer: l + 1 });
    })
  );
}

/**
 * The layers of one net with all their tensors; call inside tf.tidy.
 *
 * @throws {RangeError} when depth or width is not a positive whole number, or the gain is negative
 */
export function passThrough(
  x: tf.Tensor2D,
  options: Omit<LayerSignalOptions, "seeds"> & { seed: number },
): Layer[] {
  const { depth, width, gain, distribution, biasVariance = 0, seed } = options;
  for (const [name, value] of Object.entries({ depth, width })) {
    if (value >= 1 && Number.isInteger(value)) continue;
    throw new RangeError(
      `${name} of a net must be a whole number from 1, such as ${name}: 10, received ${value}`,
    );
  }
  const phi = activationOp(options.activation);
  const forward: { u: tf.Tensor2D; out: tf.Tensor2D; weights: tf.Tensor2D }[] = [];
  let input = x;
  for (let l = 0; l < depth; l++) {
    const fanIn = input.shape[1];
    const weights = drawWeights([fanIn, width], {
      variance: gain / fanIn,
      distribution,
      seed: seedFor(seed, 2 * l),
    });
    const biases = drawWeights([1, width], {
      variance: biasVariance,
      distribution,
      seed: seedFor(seed, 2 * l + 1),
    });
    const u = input.matMul(weights).add(biases) as tf.Tensor2D;
    input = phi(u);
    forward.push({ u, out: input, weights });
  }
  return backward(forward, { phi, seed: seedFor(seed, 2 * depth) });
}

/** Sends random gradients [N, width] of mean square 1 back from the last output. */
function backward(
  forward: { u: tf.Tensor2D; out: tf.Tensor2D; weights: tf.Tensor2D }[],
  { phi, seed }: { phi: (u: tf.Tensor2D) => tf.Tensor2D; seed: number },
): Layer[] {
  let upper = tf.randomNormal(forward.at(-1)!.out.shape, 0, 1, "float32", seed) as tf.Tensor2D;
  return forward.reverse().map(({ u, out, weights }) => {
    // dL/du = dL/dφ · φ'(u); dL/dinput = dL/du · Wᵀ
    const gradient = tf.grad(phi as (u: tf.Tensor) => tf.Tensor)(u, upper) as tf.Tensor2D;
    upper = gradient.matMul(weights, false, true) as tf.Tensor2D;
    return { u, out, gradient };
  }).reverse();
}

const statisticsPerLayer = 9;

function statistics({ u, out, gradient }: Layer, large: number): tf.Tensor1D {
  const share = (condition: tf.Tensor) => condition.cast("float32").mean();
  return tf.stack([
    u.square().mean(),
    tf.moments(u).variance,
    out.mean(),
    tf.moments(out).variance,
    out.square().mean(),
    share(out.equal(0)),
    share(out.abs().greater(large)),
    gradient.square().mean(),
    tf.moments(out, 0).variance.mean(),
  ]) as tf.Tensor1D;
}

function toRow(
  values: ArrayLike<number>,
  place: { seed: number; layer: number },
): LayerSignalRow {
  return {
    ...place,
    preSecondMoment: values[0],
    preVariance: values[1],
    outMean: values[2],
    outVariance: values[3],
    outSecondMoment: values[4],
    zeroShare: values[5],
    largeShare: values[6],
    gradientSecondMoment: values[7],
    exampleVariance: values[8],
  };
}
