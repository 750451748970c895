import { augment } from "../datasets/augment.ts";
import { imageLength, type ImageSet, someImages } from "../datasets/image_set.ts";
import { type ImageShift, shifted } from "../datasets/image_shifts.ts";
import { loadImages } from "../datasets/load_images.ts";
import { efficientNetScale, imagenetWeights } from "../models/efficientnet_lite0.ts";
import { trainingMode } from "../normalization/batch_norm_layer.ts";
import { unfreeze } from "../normalization/frozen.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { tf } from "../tensorflow/tf.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { digits, type Pretrained, pretrainedOnDigits, pretrainedOnImagenet } from "./pretrained.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** A net that nobody trained for a domain, before and after its running statistics were taken there. */
export interface AdaptedRow {
  net: "digits" | "ImageNet";
  domain: "plain" | "near" | "far" | "photographs" | ImageShift;
  seed: number;
  /** Share of right answers on test images in inference, with the source's statistics. */
  before: number;
  /** The same with the domain's statistics; nothing else changed. */
  after: number;
}

/**
 * Lets a net's running statistics become those of a set (Li et al. 2017, "AdaBN"): batches go through it
 * as in training, and no weight learns.
 */
export function adaptStatistics(
  model: tf.LayersModel,
  set: ImageSet,
  { scale, batches, batchSize, seed }: {
    scale: Pretrained["scale"];
    batches: number;
    batchSize: number;
    seed: number;
  },
): void {
  unfreeze(model, trainingMode);
  for (let k = 0; k < batches; k++) {
    const rows = shuffledIndices(set.labels.length, seedFor(seed, k)).subarray(0, batchSize);
    const values = new Float32Array(batchSize * imageLength(set));
    augment(set, { rows, out: values, scale, seed: 0 });
    tf.tidy(() => {
      const x = tf.tensor4d(values, [batchSize, set.size, set.size, 3]);
      model.apply(x, { training: true });
    });
  }
}

/** ImageNet's numbers of the ten classes of Imagenette, in the order of its labels. */
const imagenette = [0, 217, 482, 491, 497, 566, 569, 571, 574, 701];

/** EfficientNet-Lite0 with the ten of its thousand outputs that are Imagenette's classes. */
function imagenetteNet(size: number): tf.LayersModel {
  const { build } = pretrainedOnImagenet(size);
  const model = build({ outputs: imagenette.length, seed: 1, momentum: 0.9 });
  const weights = imagenetWeights();
  tf.tidy(() => {
    const [kernel, bias] = ["_fc.weight", "_fc.bias"].map((name) => {
      const { shape, values } = weights.get(name)!;
      return tf.tensor(values, shape).gather(tf.tensor1d(imagenette, "int32"));
    });
    model.getLayer("logits").setWeights([kernel.transpose(), bias]);
  });
  return model;
}

/** Runs the study: digits in three domains, and photographs under five shifts. */
export async function runAdaptationStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<AdaptedRow[]> {
  const onDigits = (["plain", "near", "far"] as const).map((domain) => ({
    net: "digits" as const,
    domain,
  }));
  const shifts = ["photographs", "negative", "colour", "contrast", "blur", "noise"] as const;
  const onPhotographs = shifts.map((domain) => ({ net: "ImageNet" as const, domain }));
  const runs = [...onDigits, ...onPhotographs].flatMap((one) =>
    seeds.map((seed) => ({
      name: [...Object.values(one), seed].join(" "),
      run: async () => [{ ...one, seed, ...await adapted({ ...one, seed }) }],
    }))
  );
  return await runAll(runs);
}

async function adapted(
  { net, domain, seed }: Pick<AdaptedRow, "net" | "domain" | "seed">,
): Promise<Pick<AdaptedRow, "before" | "after">> {
  const images = await imagesOf(domain, seed);
  const onDigits = net === "digits" ? await pretrainedOnDigits({ seed }) : undefined;
  const model = onDigits ? onDigits.original() : imagenetteNet(64);
  const scale = onDigits?.scale ?? efficientNetScale;
  const before = await evaluateImages(model, images.test, { scale });
  const batches = preset({ tiny: 10, laptop: 40, gpu: 400 });
  adaptStatistics(model, images.train, { scale, batches, batchSize: 64, seed });
  const after = await evaluateImages(model, images.test, { scale });
  model.dispose();
  return { before: before.accuracy, after: after.accuracy };
}

/** Images to take the statistics from, and 500 others to judge on. */
async function imagesOf(
  domain: AdaptedRow["domain"],
  seed: number,
): Promise<{ train: ImageSet; test: ImageSet }> {
  const isDigits = domain === "plain" || domain === "near" || domain === "far";
  const { train, test } = isDigits ? digits(domain) : await loadImages("imagenette2-64");
  const some = (set: ImageSet, count: number) =>
    someImages(set, shuffledIndices(set.labels.length, seed).subarray(0, count));
  const parts = { train: some(train, 2000), test: some(test, 500) };
  if (isDigits || domain === "photographs") return parts;
  return {
    train: shifted(parts.train, domain, { seed }),
    test: shifted(parts.test, domain, { seed: seedFor(seed, 1) }),
  };
}
