import type { PixelScale } from "../datasets/augment.ts";
import { type ImageSplits, someImages } from "../datasets/image_set.ts";
import { loadImages } from "../datasets/load_images.ts";
import { onlyNorm, type OnlyNormOptions, type OnlyNormResult, type Trained } from "./only_norm.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** What is asked of a net: the rest is as in every net of the study. */
export type OnlyNormCase =
  & Pick<OnlyNormOptions, "trained" | "learningRate">
  & Required<Pick<OnlyNormOptions, "depth" | "width" | "shortcut" | "activationFirst" | "gamma">>
  & { epochs: number };

/** A net that learned CIFAR-10, of the committed study. */
export interface OnlyNormRow extends OnlyNormCase, OnlyNormResult {
  seed: number;
}

/** Mean and standard deviation of CIFAR-10's pixels. */
const scale: PixelScale = { mean: [125.3, 123, 113.9], sd: [63, 62.1, 66.7] };

/** For each part the best one, on one seed, of two or three rates from 0.1 to 1. */
const learningRates: Record<Trained, number> = {
  "everything": 0.1,
  "everything but BN": 0.1,
  "BN and last layer": 0.3,
  "BN": 1,
  "others and last layer": 0.3,
  "others": 1,
  "last layer": 0.1,
};

/** The nets of the study: each part of a usual net, and for a shorter time BN, or all, of other nets. */
export function onlyNormCases(): OnlyNormCase[] {
  const depth = preset({ tiny: 8, laptop: 14, gpu: 110 });
  const epochs = preset({ tiny: 2, laptop: 2, gpu: 160 });
  const usual = { depth, width: 1, activationFirst: false, epochs };
  const net = (trained: Trained, change: Partial<OnlyNormCase> = {}): OnlyNormCase => ({
    ...{ ...usual, shortcut: "projection", gamma: "ones" },
    ...{ trained, learningRate: learningRates[trained], ...change },
  });
  const depths = preset({ tiny: [], laptop: [8, 32], gpu: [14, 32, 56, 218] });
  const widths = preset({ tiny: [], laptop: [2], gpu: [2, 4] });
  const others: Partial<OnlyNormCase>[] = [
    {},
    ...depths.map((other) => ({ depth: other })),
    ...widths.map((width) => ({ width })),
    { shortcut: "none" },
    { shortcut: "padded" },
    { activationFirst: true },
    { gamma: "uniform" },
  ];
  const half = { epochs: epochs / 2 };
  const withAll: Partial<OnlyNormCase>[] = [{}, { shortcut: "none" }, { activationFirst: true }];
  return [
    ...(Object.keys(learningRates) as Trained[]).map((trained) => net(trained)),
    ...others.map((other) => net("BN", { ...other, ...half })),
    ...withAll.map((other) => net("everything", { ...other, ...half })),
  ];
}

/** Three parts of the usual net, which learn four times as long where that is not long already. */
export function longerCases(): OnlyNormCase[] {
  const times = preset({ tiny: 2, laptop: 4, gpu: 1 });
  const usual = onlyNormCases().slice(0, Object.keys(learningRates).length);
  return usual
    .filter(({ trained }) => ["everything", "BN", "others"].includes(trained))
    .map((one) => ({ ...one, epochs: times * one.epochs }));
}

/** Runs a study: parts of nets with random weights learn CIFAR-10. */
export async function runOnlyNormStudy(
  cases: readonly OnlyNormCase[],
  seeds: readonly number[],
  runAll: RunAll,
): Promise<OnlyNormRow[]> {
  const images = await cifar();
  const batchSize = preset({ tiny: 32, laptop: 64, gpu: 128 });
  const perEpoch = preset({ tiny: 5, laptop: 781, gpu: 390 });
  return await runAll(
    cases.flatMap((one) =>
      seeds.map((seed) => ({
        name: [...Object.values(one), seed].join(" "),
        run: async ({ checkpoint }) => {
          const steps = one.epochs * perEpoch;
          const training = { images, scale, batchSize, steps, seed, checkpoint };
          return [{ ...one, seed, ...await onlyNorm({ ...one, ...training }) }];
        },
      }))
    ),
  );
}

/** CIFAR-10, at half its size where the machine is small. Its test images may be sorted by class. */
async function cifar(): Promise<ImageSplits> {
  const size = preset({ tiny: 16, laptop: 16, gpu: 32 });
  const name = preset({ tiny: "cifar10-jpeg", laptop: "cifar10-jpeg", gpu: "cifar10" } as const);
  const { train, test } = await loadImages(name, { size });
  const every = preset({ tiny: 100, laptop: 5, gpu: 1 });
  const rows = Array.from({ length: test.labels.length / every }, (_, k) => every * k);
  return { train, test: someImages(test, rows) };
}
