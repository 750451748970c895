import { match } from "ts-pattern";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";
import { Convolutions, logitsLayer, type NormFactory, pytorchBatchNorm } from "./conv_norm.ts";
import { padChannelsLayer } from "./pad_channels_layer.ts";

/**
 * What goes around a block whose output has another shape than its input: a convolution of 1 × 1 pixels
 * with a normalization, or every second pixel with channels of zeros behind (He et al. 2015b, options B
 * and A); `none`: nothing goes around any block.
 */
export type Shortcut = "projection" | "padded" | "none";

/** A residual net for small images. */
export interface CifarResNetOptions {
  /** Layers on the longest way: 6N + 2 for N blocks in each of the three stages. */
  depth: number;
  /** The stages have 16, 32 and 64 channels times this. Default 1. */
  width?: number;
  /** Default 10. */
  outputs?: number;
  /** Height, width and channels of an image. Default [32, 32, 3]. */
  image?: readonly [number, number, number];
  /** Default `projection`. */
  shortcut?: Shortcut;
  /** Default batch normalization with PyTorch's numbers. */
  norm?: NormFactory;
  /** Whether ReLU comes before the normalization inside a block. Default false. */
  activationFirst?: boolean;
  seed: number;
}

/**
 * The residual nets of He et al. (2015b, section 4.2): images [N, h, w, c] -> logits [N, outputs]. A
 * convolution, three stages of blocks with two convolutions each, the second and the third of half the
 * size, the average over all places, a dense layer.
 *
 * @throws {RangeError} when the depth is not 6N + 2, or the width leaves no channel
 */
export function cifarResNet(options: CifarResNetOptions): tf.LayersModel {
  const { depth, width = 1, outputs = 10, image = [32, 32, 3], shortcut = "projection" } = options;
  const { norm = pytorchBatchNorm, activationFirst = false, seed } = options;
  const blocks = (depth - 2) / 6;
  if (!(Number.isInteger(blocks) && blocks >= 1)) {
    throw new RangeError(
      `cifarResNet(): depth must be 6N + 2, such as 8, 14, 20, 56 or 110, received ${depth}`,
    );
  }
  const channels = [16, 32, 64].map((count) => Math.round(count * width));
  if (!(channels[0] >= 1)) {
    throw new RangeError(`cifarResNet(): width must leave a channel, received ${width}`);
  }
  const convolutions = new Convolutions({ norm, seed });
  const input = tf.input({ shape: [...image] });
  let x = convolutions.apply(input, { filters: channels[0], name: "stem" });
  channels.forEach((filters, stage) => {
    for (let k = 0; k < blocks; k++) {
      const strides = stage > 0 && k === 0 ? 2 : 1;
      const name = `stage_${stage + 1}_block_${k + 1}`;
      x = block(x, { filters, strides, name, shortcut, activationFirst, convolutions });
    }
  });
  const pooled = tf.layers.globalAveragePooling2d({}).apply(x);
  const logits = logitsLayer(outputs, seedFor(seed, -1)).apply(pooled) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: logits, name: `resnet_${depth}` });
}

interface BlockOptions {
  filters: number;
  strides: number;
  name: string;
  shortcut: Shortcut;
  activationFirst: boolean;
  convolutions: Convolutions;
}

/** ReLU(shortcut + branch) with a branch of two convolutions. */
function block(x: tf.SymbolicTensor, options: BlockOptions): tf.SymbolicTensor {
  const { filters, strides, name, activationFirst, convolutions } = options;
  const activation = activationFirst ? "before" as const : "after" as const;
  const first = { filters, strides, name: `${name}_1`, activation };
  const y = convolutions.apply(x, first);
  const last = { filters, name: `${name}_2`, endsBranch: true };
  const branch = convolutions.apply(y, {
    ...last,
    activation: activationFirst ? "before" : "none",
  });
  const around = shortcutOf(x, options);
  const sum = around
    ? tf.layers.add({ name: `${name}_sum` }).apply([around, branch]) as tf.SymbolicTensor
    : branch;
  if (activationFirst) return sum;
  return tf.layers.reLU({ name: `${name}_relu` }).apply(sum) as tf.SymbolicTensor;
}

/** What goes around a block; nothing where there is no shortcut. */
function shortcutOf(
  x: tf.SymbolicTensor,
  { filters, strides, name, shortcut, convolutions }: BlockOptions,
): tf.SymbolicTensor | undefined {
  const isSame = strides === 1 && x.shape[3] === filters;
  if (isSame) return shortcut === "none" ? undefined : x;
  return match(shortcut)
    .with("none", () => undefined)
    .with(
      "projection",
      () =>
        convolutions.apply(x, {
          filters,
          size: 1,
          strides,
          name: `${name}_shortcut`,
          activation: "none",
        }),
    )
    .with("padded", () => {
      const some = tf.layers.averagePooling2d({ poolSize: 1, strides, name: `${name}_some` }).apply(
        x,
      );
      return padChannelsLayer({ channels: filters }).apply(some) as tf.SymbolicTensor;
    })
    .exhaustive();
}
