import type { PixelScale } from "../datasets/augment.ts";
import type { ImageSet } from "../datasets/image_set.ts";
import { imageTensors } from "../datasets/image_tensors.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { accuracy, classification } from "./losses.ts";

/** How a net is judged. */
export interface EvaluateImagesOptions {
  scale: PixelScale;
  /** Images at a time. Default 100. What does not fill the last batch is judged too. */
  batchSize?: number;
  /** Whether the net runs as in training, by the modes of its normalizations. Default false. */
  training?: boolean;
}

/** Loss in nats and share of right answers. */
export interface Evaluation {
  loss: number;
  accuracy: number;
}

/** Judges a net on all images of a set, as they are; nothing of the net changes. */
export async function evaluateImages(
  model: tf.LayersModel,
  set: ImageSet,
  { scale, batchSize = 100, training = false }: EvaluateImagesOptions,
): Promise<Evaluation> {
  const kept = training ? model.weights.map((weight) => weight.read().clone()) : [];
  const sums = { loss: 0, accuracy: 0 };
  for (let start = 0; start < set.labels.length; start += batchSize) {
    const count = Math.min(batchSize, set.labels.length - start);
    const rows = Uint32Array.from({ length: count }, (_, k) => start + k);
    const scores = tf.tidy(() => {
      const { x, labels } = imageTensors(set, { rows, scale });
      const logits = model.apply(x, { training }) as tf.Tensor;
      return tf.stack([classification(logits, { x, labels }), accuracy(logits, { x, labels })]);
    });
    const [loss, share] = await take(scores);
    sums.loss += count * loss;
    sums.accuracy += count * share;
  }
  kept.forEach((value, k) => model.weights[k].write(value));
  tf.dispose(kept);
  const { length } = set.labels;
  return { loss: sums.loss / length, accuracy: sums.accuracy / length };
}
