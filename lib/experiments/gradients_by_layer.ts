import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { batchNorm } from "../normalization/batch_norm.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { remember } from "./remember.ts";

/** ReLU nets of layers of 100 units with He's weights, before the first step. */
export interface GradientsByLayerOptions {
  normalized: boolean;
  depth: number;
  /** Digits of the batch; default 100. */
  examples?: number;
  seeds: readonly number[];
}

/** How large the gradient of a layer is. */
export interface GradientsByLayerRow {
  seed: number;
  layer: number;
  /** Root mean square of the gradient by the layer's pre-activations, over that in the last layer. */
  size: number;
}

/** Measures the gradients of the loss of one batch of digits. */
export const gradientsByLayer = remember(measure);

async function measure(options: GradientsByLayerOptions): Promise<GradientsByLayerRow[]> {
  const { depth, seeds } = options;
  const sizes = await take(tf.tidy(() => tf.stack(seeds.map((seed) => sizesOf(options, seed)))));
  return seeds.flatMap((seed, s) =>
    Array.from({ length: depth }, (_, k) => ({
      ...{ seed, layer: k + 1 },
      size: sizes[s * depth + k] / sizes[(s + 1) * depth - 1],
    }))
  );
}

/** Root mean squares of the gradients by the pre-activations [depth]. */
function sizesOf(
  { normalized, depth, examples = 100 }: GradientsByLayerOptions,
  seed: number,
): tf.Tensor {
  const { train } = scaledDigits("together");
  const x = train.x.slice([0, 0], [examples, -1]);
  const labels = train.labels.slice(0, examples);
  const widths = [784, ...Array<number>(depth).fill(100), 10];
  const weights = widths.slice(1).map((units, l) =>
    drawWeights([widths[l], units], { variance: 2 / widths[l], seed: seedFor(seed, l) })
  );
  // The gradient by a pre-activation is that by a number added to it.
  const loss = (...added: tf.Tensor[]) => {
    let y: tf.Tensor2D = x;
    added.forEach((zero, l) => {
      const u = y.matMul(weights[l]).add(zero) as tf.Tensor2D;
      y = (normalized ? batchNorm(u).y : u).relu();
    });
    return crossEntropy(y.matMul(weights[depth]) as tf.Tensor2D, labels);
  };
  const zeros = Array.from({ length: depth }, () => tf.zeros([examples, 100]));
  const gradients = tf.grads(loss)(zeros);
  return tf.stack(gradients.map((gradient) => gradient.square().mean().sqrt()));
}
