import { type ImageSet, type ImageSplits, sampleImages } from "../datasets/image_set.ts";
import { shifted } from "../datasets/image_shifts.ts";
import { resized } from "./resized.ts";
import type { tf } from "../tensorflow/tf.ts";
import { blend, measureStatistics, readStatistics } from "./adapted_statistics.ts";
import { imagenetteNet } from "./imagenette_net.ts";
import { accuracyWith } from "./momentum_study.ts";
import { digits, type Pretrained, pretrainedOnDigits, pretrainedOnImagenet } from "./pretrained.ts";
import { preset } from "./scale.ts";
import {
  type PhotographDomain,
  photographDomains,
  photographSize,
  photographsOf,
} from "./shifted_photographs.ts";
import type { RunAll } from "./study_runs.ts";

/** A net that was not trained any further, but given statistics of other images. */
export interface AdaptedRow {
  net: "digits" | "ImageNet";
  domain: string;
  /** Height and width of the images in pixels: photographs are enlarged to it. */
  size: number;
  seed: number;
  /** Share of the new statistics; the rest are the net's own. */
  share: number;
  /** On test images of the domain, in inference. */
  accuracy: number;
}

/** Runs the study. A seed is another net where it is trained here, else other images to measure. */
export async function runAdaptedStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<AdaptedRow[]> {
  const onDigits = (["plain", "near", "far"] as const).flatMap((domain) =>
    seeds.map((seed) => ({
      name: `digits ${domain} ${seed}`,
      run: async () => {
        const rows = await adaptedToDigits({ domain, seed });
        return rows.map((row): AdaptedRow => ({ net: "digits", domain, size: 32, seed, ...row }));
      },
    }))
  );
  const size = photographSize();
  const onPhotographs = [
    ...photographDomains.map((domain) => ({ domain, size })),
    ...enlarged.map((domain) => ({ domain, size: 3 * size })),
  ].flatMap(({ domain, size }) =>
    seeds.map((seed) => ({
      name: `ImageNet ${domain} ${size} ${seed}`,
      run: async () => {
        const rows = await adaptedToPhotographs({ domain, size, seed });
        return rows.map((row): AdaptedRow => ({ net: "ImageNet", domain, size, seed, ...row }));
      },
    }))
  );
  return await runAll([...onDigits, ...onPhotographs]);
}

/** The domains in which photographs are judged enlarged too: a sixteenth of the contrast is a quarter, twice. */
const enlarged = ["as they are", "colour", "contrast twice", "negative"] as const;

const nets = new Map<number, tf.LayersModel>();

async function adaptedToPhotographs(
  { domain, size, seed }: {
    domain: PhotographDomain | "contrast twice";
    size: number;
    seed: number;
  },
): Promise<Pick<AdaptedRow, "share" | "accuracy">[]> {
  const model = nets.get(size) ?? imagenetteNet(size);
  nets.set(size, model);
  const isLarge = size > photographSize();
  const { train, test } = await photographsOf(domain === "contrast twice" ? "contrast" : domain);
  const prepared = (set: ImageSet, count: number, by: number) => {
    const some = sampleImages(set, { count, seed: by });
    const shown = domain === "contrast twice" ? shifted(some, "contrast") : some;
    return isLarge ? resized(shown, size) : Promise.resolve(shown);
  };
  const [statistics, judged] = preset({ tiny: [64, 50], laptop: [512, 300], gpu: [5000, 3900] });
  const images = {
    train: await prepared(train, isLarge ? statistics / 4 : statistics, seed),
    test: await prepared(test, isLarge ? judged / 2 : judged, 1),
  };
  const net = pretrainedOnImagenet(size);
  return await adapted(model, images, { net, seed, shares: isLarge ? [0, 1] : undefined });
}

/** A net that knows plain digits, with its own head, in a domain of digits. */
export async function adaptedToDigits(
  { domain, seed }: { domain: "plain" | "near" | "far"; seed: number },
): Promise<Pick<AdaptedRow, "share" | "accuracy">[]> {
  const net = await pretrainedOnDigits({ seed });
  const model = net.original();
  const { train, test } = digits(domain);
  const [statistics, judged] = preset({ tiny: [64, 50], laptop: [512, 400], gpu: [5000, 2000] });
  const images = {
    train: sampleImages(train, { count: statistics, seed }),
    test: sampleImages(test, { count: judged, seed: 1 }),
  };
  const rows = await adapted(model, images, { net, seed });
  model.dispose();
  return rows;
}

async function adapted(
  model: tf.LayersModel,
  { train, test }: ImageSplits,
  { net, seed, shares = [0, 0.1, 0.25, 0.5, 0.75, 1] }: {
    net: Pretrained;
    seed: number;
    shares?: readonly number[];
  },
): Promise<Pick<AdaptedRow, "share" | "accuracy">[]> {
  const own = await readStatistics(model);
  const measuring = { scale: net.scale, batchSize: 32, count: train.labels.length, seed };
  const found = await measureStatistics(model, train, measuring);
  const rows = [];
  for (const share of shares) {
    const accuracy = await accuracyWith(blend(own, found, share), { model, test, net });
    rows.push({ share, accuracy });
  }
  return rows;
}
