import { augment, type PixelScale } from "../datasets/augment.ts";
import { imageLength, type ImageSet } from "../datasets/image_set.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Which images stand beside each other when they are judged. */
export interface CompanionsOptions {
  /** Images in a batch. */
  batchSize: number;
  /** Whether the images are sorted by class before they are cut into batches. */
  sorted?: boolean;
  /** Where seven of eight images of each batch come from; default from the judged images. */
  strangers?: ImageSet;
  scale: PixelScale;
  /** Decides who stands beside whom. */
  seed: number;
}

/** What became of the judged images. */
export interface CompanionsResult {
  /** Share of right answers, with the first companions. */
  accuracy: number;
  /** Share of images whose answer is another one with other companions. */
  changed: number;
  /** How many different answers were given, with the first companions. */
  answers: number;
}

/**
 * Judges each image twice, among different companions, by a net that runs as in training: its batch
 * normalizations take the statistics of the batch. Afterwards the net is as it was.
 */
export async function judgedAmong(
  model: tf.LayersModel,
  images: ImageSet,
  options: CompanionsOptions,
): Promise<CompanionsResult> {
  const kept = model.weights.map((weight) => weight.read().clone());
  const judged = (turn: number) =>
    answers(model, images, { ...options, seed: seedFor(options.seed, turn) });
  const [first, second] = [await judged(0), await judged(1)];
  model.weights.forEach((weight, k) => weight.write(kept[k]));
  tf.dispose(kept);
  const both = [...first.keys()].filter((row) => second.has(row));
  const share = (is: (row: number) => boolean) => both.filter(is).length / both.length;
  return {
    accuracy: share((row) => first.get(row) === images.labels[row]),
    changed: share((row) => first.get(row) !== second.get(row)),
    answers: new Set(first.values()).size,
  };
}

/** The class that the net gives to each image; those that fill no whole batch are left out. */
async function answers(
  model: tf.LayersModel,
  images: ImageSet,
  { batchSize, sorted = false, strangers, scale, seed }: CompanionsOptions,
): Promise<Map<number, number>> {
  const order = shuffledIndices(images.labels.length, seed);
  if (sorted) order.sort((a, b) => images.labels[a] - images.labels[b]);
  const judged = strangers ? batchSize / 8 : batchSize;
  const found = new Map<number, number>();
  for (let start = 0; start + judged <= order.length; start += judged) {
    const rows = order.subarray(start, start + judged);
    const values = new Float32Array(batchSize * imageLength(images));
    augment(images, { rows, out: values, scale, seed: 0 });
    if (strangers) {
      const others = shuffledIndices(strangers.labels.length, seedFor(seed, start))
        .subarray(0, batchSize - judged);
      const out = values.subarray(judged * imageLength(images));
      augment(strangers, { rows: others, out, scale, seed: 0 });
    }
    const classes = await take(tf.tidy(() => {
      const x = tf.tensor4d(values, [batchSize, images.size, images.size, 3]);
      return (model.apply(x, { training: true }) as tf.Tensor2D).argMax(1);
    }));
    rows.forEach((row, k) => found.set(row, classes[k]));
  }
  return found;
}
