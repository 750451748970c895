import { he, lecun, scaled } from "../initializers/initializers.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";

/** Where a normalization stands in a convolutional net. */
export interface NormPlace {
  /** Name of the convolution that it follows. */
  convolution: string;
  /** Whether it is the last one of a residual branch. */
  endsBranch: boolean;
}

/** Gives the normalization of a place; none where it gives nothing. */
export type NormFactory = (place: NormPlace) => tf.layers.Layer | undefined;

/** Batch normalization with PyTorch's numbers: the running statistics keep 0.9, ε is 10⁻⁵. */
export const pytorchBatchNorm: NormFactory = ({ convolution }) =>
  batchNormLayer({ momentum: 0.9, epsilon: 1e-5, name: `${convolution}_norm` });

/** A convolution of a net. */
export interface ConvolutionOptions {
  filters: number;
  /** Height and width of the kernel. Default 3. */
  size?: number;
  strides?: number;
  name: string;
  /** Whether the next thing is the sum with the shortcut. */
  endsBranch?: boolean;
  /** Whether ReLU follows, and on which side of the normalization. Default after it. */
  activation?: "after" | "before" | "none";
}

/** Draws the convolutions of one net, each with its normalization. */
export class Convolutions {
  readonly #norm: NormFactory;
  readonly #seed: number;
  #drawn = 0;

  constructor({ norm, seed }: { norm: NormFactory; seed: number }) {
    this.#norm = norm;
    this.#seed = seed;
  }

  /**
   * [N, h, w, c] -> [N, h/strides, w/strides, filters]: a convolution with He's weights, its
   * normalization, and ReLU. Where a normalization follows, there is no bias: it would do nothing.
   */
  apply(x: tf.SymbolicTensor, options: ConvolutionOptions): tf.SymbolicTensor {
    const { filters, size = 3, strides = 1, name, endsBranch = false } = options;
    const { activation = "after" } = options;
    const norm = this.#norm({ convolution: name, endsBranch });
    const convolution = tf.layers.conv2d({
      ...{ filters, kernelSize: size, strides, padding: "same", name },
      useBias: norm === undefined,
      kernelInitializer: scaled({ law: he, seed: seedFor(this.#seed, this.#drawn++) }),
    });
    const relu = () => tf.layers.reLU({ name: `${name}_relu` });
    const layers = activation === "before"
      ? [relu(), norm]
      : [norm, ...(activation === "after" ? [relu()] : [])];
    return [convolution, ...layers].reduce(
      (y, layer) => layer ? layer.apply(y) as tf.SymbolicTensor : y,
      x,
    );
  }
}

/** [N, features] -> logits [N, outputs], with LeCun's law: nothing bends behind it. */
export function logitsLayer(
  outputs: number,
  seed: number,
  { useBias = true } = {},
): tf.layers.Layer {
  const kernelInitializer = scaled({ law: lecun, seed });
  return tf.layers.dense({ units: outputs, useBias, kernelInitializer, name: "logits" });
}
