import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { activationOp, type MlpActivation } from "../models/activation_op.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy, type LabelledRows } from "../training/losses.ts";
import { remember } from "./remember.ts";

/** Which layer's weights are looked at, and how large the batches are. */
export interface GradientSignOptions {
  /** The layer's inputs: pixels, or what this activation makes of the layer before. */
  inputs: "raw" | "centred" | MlpActivation;
  batchSizes: readonly number[];
  seeds: readonly number[];
}

/** The signs of a layer's weight gradients in one batch, before any training. */
export interface GradientSignRow {
  inputs: GradientSignOptions["inputs"];
  batchSize: number;
  seed: number;
  /**
   * Of the components of one unit's gradient that are not 0, the share that has the sign of the
   * majority, averaged over the units.
   */
  oneSign: number;
}

/**
 * Looks at the gradients of a layer of 100 units in a net that has two such layers and ten logits,
 * on MNIST digits: of the first layer for pixels, of the second for the outputs of an activation.
 */
export const gradientSigns = remember(look);

async function look({ inputs, batchSizes, seeds }: GradientSignOptions) {
  const cases = seeds.flatMap((seed) => batchSizes.map((batchSize) => ({ seed, batchSize })));
  const shares = tf.tidy(() => {
    const isPixels = inputs === "raw" || inputs === "centred";
    const { train } = scaledDigits(isPixels ? inputs : "together");
    return tf.stack(cases.map(({ seed, batchSize }) =>
      tf.tidy(() => {
        const start = (seed * 1000) % (train.labels.size - batchSize);
        const batch = {
          x: train.x.slice(start, batchSize),
          labels: train.labels.slice(start, batchSize),
        };
        const activation = isPixels ? "sigmoid" : inputs;
        return oneSign(weightGradient(batch, { activation, layer: isPixels ? 1 : 2, seed }));
      })
    ));
  });
  const values = await take(shares);
  return cases.map((one, i): GradientSignRow => ({ inputs, ...one, oneSign: values[i] }));
}

/** ∂L/∂W [inputs, 100] of the first or the second of two hidden layers; call inside tf.tidy. */
export function weightGradient(
  { x, labels }: LabelledRows,
  { activation, layer, seed }: { activation: MlpActivation; layer: 1 | 2; seed: number },
): tf.Tensor2D {
  const phi = activationOp(activation);
  const sizes = [x.shape[1]!, 100, 100, 10];
  const weights = [0, 1, 2].map((l) =>
    drawWeights([sizes[l], sizes[l + 1]], { variance: 1 / sizes[l], seed: seedFor(seed, l) })
  );
  const loss = (w: tf.Tensor) => {
    const [first, second, last] = weights.map((own, l) => l + 1 === layer ? w as tf.Tensor2D : own);
    const outputs = phi(phi(x.matMul(first) as tf.Tensor2D).matMul(second) as tf.Tensor2D);
    return crossEntropy(outputs.matMul(last) as tf.Tensor2D, labels);
  };
  return tf.grad(loss)(weights[layer - 1]) as tf.Tensor2D;
}

/** The share of a column's nonzero entries with its majority's sign, averaged over the columns. */
function oneSign(gradient: tf.Tensor2D): tf.Scalar {
  const count = (sign: number) => gradient.mul(sign).greater(0).cast("float32").sum(0);
  const [positive, negative] = [count(1), count(-1)];
  const all = positive.add(negative);
  const share = tf.maximum(positive, negative).div(all.maximum(1));
  const counted = all.greater(0).cast("float32");
  return share.mul(counted).sum().div(counted.sum()) as tf.Scalar;
}
