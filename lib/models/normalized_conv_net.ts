import { he, scaled } from "../initializers/initializers.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";

/** A small convolutional net with normalizations of any kind between its layers. */
export interface NormalizedConvNetOptions {
  /** Height, width and channels of an image. */
  image: readonly [number, number, number];
  /** Number of channels of each convolution; each halves height and width. */
  channels: readonly number[];
  outputs: number;
  /** The normalization behind convolution l = 1, 2, …; none where it gives nothing. */
  norm: (l: number) => tf.layers.Layer | undefined;
  seed: number;
}

/**
 * A net [N, height, width, channels] -> logits [N, outputs]: convolutions of 3 × 3 pixels in steps of
 * two, each with its normalization and ReLU, and a dense layer. The weights
 * are He's.
 */
export function normalizedConvNet(options: NormalizedConvNetOptions): tf.LayersModel {
  const { image, channels, outputs, norm, seed } = options;
  const input = tf.input({ shape: [...image] });
  const kernelOf = (index: number) => scaled({ law: he, seed: seedFor(seed, index) });
  let y = input;
  channels.forEach((filters, index) => {
    const convolution = tf.layers.conv2d({
      ...{ filters, kernelSize: 3, strides: 2, padding: "same" },
      kernelInitializer: kernelOf(index),
      name: `convolution_${index + 1}`,
    });
    for (const layer of [convolution, norm(index + 1), tf.layers.reLU()]) {
      if (layer) y = layer.apply(y) as tf.SymbolicTensor;
    }
  });
  const pooled = tf.layers.flatten().apply(y);
  const logits = tf.layers.dense({
    units: outputs,
    kernelInitializer: kernelOf(channels.length),
    name: "logits",
  }).apply(pooled) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: logits });
}
