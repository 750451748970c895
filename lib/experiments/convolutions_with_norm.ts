import { match } from "ts-pattern";
import { scaledDigits } from "../datasets/standardize.ts";
import { normalizedConvNet } from "../models/normalized_conv_net.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { layerNormLayer } from "../normalization/layer_norm_layer.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";
import { type PlainRow, type SplitRows, trainNets } from "./train_nets.ts";

/** Small convolutional nets for digits. */
export interface ConvolutionsWithNormOptions {
  /** Groups are four to a layer. */
  norm: "none" | "batch" | "group";
  /** Height and width of the images, which divides 28: each pixel is a mean; default 28. */
  side?: number;
  batchSize: number;
  learningRate: number;
  steps: number;
  seeds: readonly number[];
}

/**
 * Trains such nets: convolutions with 8, 16 and 32 channels; on images of 28 × 28 pixels they have
 * 14 × 14, 7 × 7 and 4 × 4 places.
 */
export const convolutionsWithNorm = remember(learn);

async function learn(options: ConvolutionsWithNormOptions): Promise<PlainRow[]> {
  const { norm, side = 28, batchSize, learningRate, steps, seeds } = options;
  const shape = { image: [side, side, 1], channels: [8, 16, 32], outputs: 10 } as const;
  const rows = await trainNets(() => images(side), {
    build: (seed) => normalizedConvNet({ ...shape, norm: () => normOf(norm), seed }),
    variants: [{ learningRate }],
    ...{ batchSize, steps, seeds },
    title: `training ${seeds.length} convolutional nets, normalization: ${norm}`,
  });
  return rows.map(({ variant: _, probes: __, measured: ___, ...row }) => row);
}

function normOf(norm: ConvolutionsWithNormOptions["norm"]) {
  return match(norm)
    .with("none", () => undefined)
    .with("batch", () => batchNormLayer({ momentum: 0.99 }))
    .with("group", () => layerNormLayer({ kind: "group", groups: 4 }))
    .exhaustive();
}

function images(side: number): SplitRows {
  const { train, test } = scaledDigits("together");
  const asImages = ({ x, labels }: SplitRows["train"]) => ({
    x: tf.avgPool(x.reshape([-1, 28, 28, 1]) as tf.Tensor4D, 28 / side, 28 / side, "valid"),
    labels,
  });
  return { train: asImages(train), test: asImages(test) };
}
