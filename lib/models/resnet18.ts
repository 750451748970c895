import { seedFor } from "../random/seeds.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { he, scaled } from "../initializers/initializers.ts";
import { tf } from "../tensorflow/tf.ts";
import { Convolutions, logitsLayer, type NormFactory, pytorchBatchNorm } from "./conv_norm.ts";
import { dropout } from "./dropout.ts";

/**
 * What stands behind the last convolution: the average over all places and a dense layer; average and
 * maximum side by side and a dense layer; or those two with fast.ai's two dense layers without biases,
 * each behind batch normalization and dropout.
 */
export type Head = "average" | "concatenated" | "fastai";

/** ResNet-18 with the tricks of He et al. (2018). */
export interface ResNet18Options {
  outputs: number;
  /** Height, width and channels of an image. Default [64, 64, 3]. */
  image?: readonly [number, number, number];
  /** The stages have 64, 128, 256 and 512 channels times this. Default 1. */
  width?: number;
  /** Blocks of each stage. Default [2, 2, 2, 2]. */
  blocks?: readonly number[];
  /** Default `concatenated`. */
  head?: Head;
  /** Default batch normalization with PyTorch's numbers, whose γ begins at 0 where a branch ends. */
  norm?: NormFactory;
  seed: number;
}

/** Batch normalization with PyTorch's numbers, and γ = 0 at the end of each branch (Goyal et al. 2017). */
export const zeroGammaNorm: NormFactory = (place) =>
  place.endsBranch
    ? batchNormLayer({ momentum: 0.9, epsilon: 1e-5, gamma: 0, name: `${place.convolution}_norm` })
    : pytorchBatchNorm(place);

/** Name of the layer behind which the head begins. */
export const bodyEnd = "body";

/**
 * ResNet-18 as in fast.ai's `xresnet18`: images [N, h, w, c] -> logits [N, outputs]. Three convolutions
 * in place of one of 7 × 7 pixels, shortcuts that average before they convolve (ResNet-D), and a zero
 * γ at the end of each branch (He et al. 2018). On its longest way are 20 layers with weights.
 *
 * @throws {RangeError} when the width leaves no channel
 */
export function resNet18(options: ResNet18Options): tf.LayersModel {
  const { outputs, image = [64, 64, 3], width = 1, blocks = [2, 2, 2, 2] } = options;
  const { head = "concatenated", norm = zeroGammaNorm, seed } = options;
  const scaledBy = (count: number) => Math.round(count * width);
  if (!(scaledBy(32) >= 1)) {
    throw new RangeError(`resNet18(): width must leave a channel, received ${width}`);
  }
  const convolutions = new Convolutions({ norm, seed });
  const input = tf.input({ shape: [...image] });
  let x = input as tf.SymbolicTensor;
  for (const [k, count] of [32, 32, 64].entries()) {
    const name = `stem_${k + 1}`;
    x = convolutions.apply(x, { filters: scaledBy(count), strides: k === 0 ? 2 : 1, name });
  }
  x = tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" })
    .apply(x) as tf.SymbolicTensor;
  blocks.forEach((count, stage) => {
    for (let k = 0; k < count; k++) {
      const filters = scaledBy(64 * 2 ** stage);
      const name = `stage_${stage + 1}_block_${k + 1}`;
      x = block(x, { filters, strides: stage > 0 && k === 0 ? 2 : 1, name, convolutions });
    }
  });
  const body = tf.layers.activation({ activation: "linear", name: bodyEnd }).apply(x);
  const logits = headOf(body as tf.SymbolicTensor, { outputs, head, seed });
  return tf.model({ inputs: input, outputs: logits, name: "resnet_18" });
}

interface BlockOptions {
  filters: number;
  strides: number;
  name: string;
  convolutions: Convolutions;
}

/** ReLU(shortcut + branch) with a branch of two convolutions. */
function block(x: tf.SymbolicTensor, options: BlockOptions): tf.SymbolicTensor {
  const { filters, strides, name, convolutions } = options;
  const first = convolutions.apply(x, { filters, strides, name: `${name}_1` });
  const last = { filters, name: `${name}_2`, endsBranch: true, activation: "none" as const };
  const branch = convolutions.apply(first, last);
  let around = x;
  if (strides > 1) {
    around = tf.layers.averagePooling2d({
      poolSize: 2,
      strides,
      padding: "same",
      name: `${name}_average`,
    })
      .apply(around) as tf.SymbolicTensor;
  }
  if (x.shape[3] !== filters) {
    const projection = { filters, size: 1, name: `${name}_shortcut`, activation: "none" as const };
    around = convolutions.apply(around, projection);
  }
  const sum = tf.layers.add({ name: `${name}_sum` }).apply([around, branch]);
  return tf.layers.reLU({ name: `${name}_relu` }).apply(sum) as tf.SymbolicTensor;
}

function headOf(
  x: tf.SymbolicTensor,
  { outputs, head, seed }: { outputs: number; head: Head; seed: number },
): tf.SymbolicTensor {
  const average = tf.layers.globalAveragePooling2d({}).apply(x) as tf.SymbolicTensor;
  const seedOf = (index: number) => seedFor(seed, -1 - index);
  const apply = (y: tf.SymbolicTensor, layers: tf.layers.Layer[]) =>
    layers.reduce((z, layer) => layer.apply(z) as tf.SymbolicTensor, y);
  if (head === "average") return apply(average, [logitsLayer(outputs, seedOf(0))]);
  const maximum = tf.layers.globalMaxPooling2d({}).apply(x) as tf.SymbolicTensor;
  const both = tf.layers.concatenate().apply([average, maximum]) as tf.SymbolicTensor;
  if (head === "concatenated") return apply(both, [logitsLayer(outputs, seedOf(0))]);
  const norm = (name: string) => batchNormLayer({ momentum: 0.9, epsilon: 1e-5, name });
  return apply(both, [
    norm("head_norm_1"),
    dropout({ rate: 0.25, seed: seedOf(1), name: "head_dropout_1" }),
    tf.layers.dense({
      units: 512,
      useBias: false,
      kernelInitializer: scaled({ law: he, seed: seedOf(2) }),
      name: "head_dense",
    }),
    tf.layers.reLU({ name: "head_relu" }),
    norm("head_norm_2"),
    dropout({ rate: 0.5, seed: seedOf(3), name: "head_dropout_2" }),
    logitsLayer(outputs, seedOf(0), { useBias: false }),
  ]);
}
