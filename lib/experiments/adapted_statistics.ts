import type { PixelScale } from "../datasets/augment.ts";
import type { ImageSet } from "../datasets/image_set.ts";
import { imageTensors } from "../datasets/image_tensors.ts";
import { batchNormsOf } from "../normalization/batch_norms_of.ts";
import { shareLeft } from "../normalization/running_average.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { read } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Mean [channels] and variance [channels] of each batch normalization of a net, front to back. */
export type NetStatistics = readonly { mean: Float32Array; variance: Float32Array }[];

/** Which images are measured, and how. */
export interface MeasureStatisticsOptions {
  scale: PixelScale;
  /** Images that are taken together. */
  batchSize: number;
  /** Images in all; whole batches of them are used. */
  count: number;
  /** Draws the images. */
  seed: number;
}

/** The running statistics of a net. */
export function readStatistics(model: tf.LayersModel): Promise<NetStatistics> {
  return Promise.all(
    batchNormsOf(model).map(async (layer) => {
      const found = await Promise.all(layer.getWeights().slice(-2).map(read));
      const [mean, variance] = found.map((values) => Float32Array.from(values));
      return { mean, variance };
    }),
  );
}

/** Puts statistics in place of the running ones. */
export function writeStatistics(model: tf.LayersModel, statistics: NetStatistics): void {
  tf.tidy(() =>
    batchNormsOf(model).forEach((layer, k) => {
      const { mean, variance } = statistics[k];
      const rest = layer.getWeights().slice(0, -2);
      layer.setWeights([...rest, tf.tensor1d(mean), tf.tensor1d(variance)]);
    })
  );
}

/** (1 − share) · `from` + share · `to`, number by number. */
export function blend(from: NetStatistics, to: NetStatistics, share: number): NetStatistics {
  const mix = (a: Float32Array, b: Float32Array) =>
    a.map((value, k) => (1 - share) * value + share * b[k]);
  return from.map(({ mean, variance }, k) => ({
    mean: mix(mean, to[k].mean),
    variance: mix(variance, to[k].variance),
  }));
}

/**
 * The batch statistics of a net on some images, averaged over the batches (Li et al. 2016, AdaBN); the
 * net stays as it is. The running statistics r move from s over K batches with momentum m, so that
 * r = mᴷ·s + (1 − mᴷ)·average: this is the average.
 */
export async function measureStatistics(
  model: tf.LayersModel,
  set: ImageSet,
  { scale, batchSize, count, seed }: MeasureStatisticsOptions,
): Promise<NetStatistics> {
  const batches = Math.floor(Math.min(count, set.labels.length) / batchSize);
  if (!(batches >= 1)) {
    throw new RangeError(
      `measureStatistics(): there must be a batch of ${batchSize} images, received ${count} of ` +
        `${set.labels.length}`,
    );
  }
  const before = await readStatistics(model);
  const order = shuffledIndices(set.labels.length, seed);
  for (let k = 0; k < batches; k++) {
    const rows = order.subarray(k * batchSize, (k + 1) * batchSize);
    tf.tidy(() => void model.apply(imageTensors(set, { rows, scale }).x, { training: true }));
  }
  const left = shareLeft(batchNormsOf(model)[0].getConfig().momentum as number, batches);
  const average = blend(before, await readStatistics(model), 1 / (1 - left));
  writeStatistics(model, before);
  return average;
}
