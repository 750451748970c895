import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";
import { Convolutions, logitsLayer, type NormFactory } from "./conv_norm.ts";

/** A plain convolutional net. */
export interface VggOptions {
  outputs: number;
  /** Height, width and channels of an image. Default [64, 64, 3]. */
  image?: readonly [number, number, number];
  /** Channels of the convolutions of each stage. Default those of VGG-11: 64, 128, 2 × 256, 4 × 512. */
  stages?: readonly (readonly number[])[];
  /** Default none: VGG is older than batch normalization. */
  norm?: NormFactory;
  seed: number;
}

/** Channels of VGG-11 (Simonyan & Zisserman 2015, table 1, A). */
const vgg11 = [[64], [128], [256, 256], [512, 512], [512, 512]];

/**
 * A net as in Simonyan & Zisserman (2015): images [N, h, w, c] -> logits [N, outputs]. Convolutions of
 * 3 × 3 pixels with ReLU; the largest of each 2 × 2 pixels at the end of a stage. In place of its three
 * dense layers: the average over all places and one dense layer.
 */
export function vgg(options: VggOptions): tf.LayersModel {
  const { outputs, image = [64, 64, 3], stages = vgg11, norm = () => undefined, seed } = options;
  const convolutions = new Convolutions({ norm, seed });
  const input = tf.input({ shape: [...image] });
  let x = input as tf.SymbolicTensor;
  stages.forEach((stage, s) => {
    stage.forEach((filters, k) => {
      x = convolutions.apply(x, { filters, name: `stage_${s + 1}_${k + 1}` });
    });
    const pool = tf.layers.maxPooling2d({ poolSize: 2, strides: 2, name: `stage_${s + 1}_pool` });
    x = pool.apply(x) as tf.SymbolicTensor;
  });
  const pooled = tf.layers.globalAveragePooling2d({}).apply(x);
  const logits = logitsLayer(outputs, seedFor(seed, -1)).apply(pooled) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: logits, name: "vgg" });
}
