import type { PixelScale } from "../datasets/augment.ts";
import { type ImageSplits, someImages } from "../datasets/image_set.ts";
import { loadImages } from "../datasets/load_images.ts";
import { onlyNorm, type OnlyNormOptions, type OnlyNormResult } from "./only_norm.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** What is asked of a net: the rest is as in every net of the study. */
export type OnlyNormCase =
  & Pick<OnlyNormOptions, "trained" | "learningRate">
  & Required<Pick<OnlyNormOptions, "depth" | "width" | "shortcut" | "activationFirst" | "gamma">>;

/** A net that learned CIFAR-10, of the committed study. */
export interface OnlyNormRow extends OnlyNormCase, OnlyNormResult {
  seed: number;
}

/** Mean and standard deviation of CIFAR-10's pixels. */
const scale: PixelScale = { mean: [125.3, 123, 113.9], sd: [63, 62.1, 66.7] };

/** The nets of the study. */
export function onlyNormCases(): OnlyNormCase[] {
  const depth = preset({ tiny: 8, laptop: 14, gpu: 110 });
  const net: Omit<OnlyNormCase, "trained"> = {
    ...{ depth, width: 1, shortcut: "projection", activationFirst: false },
    ...{ gamma: "ones", learningRate: 0.1 },
  };
  const only: OnlyNormCase = { ...net, trained: "BN" };
  const parts = [
    "everything",
    "BN and last layer",
    "BN",
    "others and last layer",
    "others",
    "last layer",
  ] as const;
  const depths = preset({ tiny: [], laptop: [8, 26], gpu: [14, 32, 56, 218] });
  const widths = preset({ tiny: [], laptop: [0.5, 2], gpu: [2, 4] });
  const ways = [
    { shortcut: "none" },
    { shortcut: "padded" },
    { activationFirst: true },
    { gamma: "uniform" },
  ] as const;
  return [
    ...parts.map((trained) => ({ ...net, trained })),
    ...depths.map((depth) => ({ ...only, depth })),
    ...widths.map((width) => ({ ...only, width })),
    ...ways.map((way) => ({ ...only, ...way })),
    ...ways.slice(0, 3).map((way) => ({ ...net, trained: "everything" as const, ...way })),
  ];
}

/** Runs the study: parts of nets with random weights learn CIFAR-10. */
export async function runOnlyNormStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<OnlyNormRow[]> {
  const images = await cifar();
  const { batchSize, steps } = preset({
    tiny: { batchSize: 32, steps: 10 },
    laptop: { batchSize: 64, steps: 500 },
    gpu: { batchSize: 128, steps: 62_500 },
  });
  return await runAll(
    onlyNormCases().flatMap((one) =>
      seeds.map((seed) => ({
        name: [...Object.values(one), seed].join(" "),
        run: async () => {
          const training = { images, scale, batchSize, steps, seed };
          return [{ ...one, seed, ...await onlyNorm({ ...one, ...training }) }];
        },
      }))
    ),
  );
}

/** CIFAR-10, at half its size where the machine is small. */
async function cifar(): Promise<ImageSplits> {
  const size = preset({ tiny: 16, laptop: 16, gpu: 32 });
  const name = preset({ tiny: "cifar10-jpeg", laptop: "cifar10-jpeg", gpu: "cifar10" } as const);
  const { train, test } = await loadImages(name, { size });
  const count = preset({ tiny: 100, laptop: 2000, gpu: test.labels.length });
  return { train, test: someImages(test, Array.from({ length: count }, (_, k) => k)) };
}
