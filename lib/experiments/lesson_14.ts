/**
 * What lesson 14 computes and reads from its records, and its claims judge.
 *
 * @module
 */
import { someImages } from "../datasets/image_set.ts";
import { cifarResNet } from "../models/cifar_resnet.ts";
import {
  type ResNetCounts,
  resNetCounts,
  type ResNetCountsOptions,
} from "../models/resnet_counts.ts";
import { mean } from "../statistics/moments.ts";
import { variablesOf } from "../training/variables_of.ts";
import { rowsThatFit } from "./best_rate.ts";
import { onlyNorm, type Trained } from "./only_norm.ts";
import type { OnlyNormRow } from "./only_norm_study.ts";
import { meanAccuracy } from "./mean_accuracy.ts";
import { digits } from "./pretrained.ts";
import { remember } from "./remember.ts";
import { resized } from "./resized.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";

/** Share of γ and β in all numbers, by formula. */
export function normShare(options: ResNetCountsOptions): number {
  const { norms, all } = resNetCounts(options);
  return norms / all;
}

/** By how many numbers the formula misses a net that is built: its parts and the whole. */
export function miscounted(options: ResNetCountsOptions): number {
  const [built, law] = [countInNet(options), resNetCounts(options)];
  return Math.abs(built.all - law.all) + Math.abs(built.norms - law.norms) +
    Math.abs(built.last - law.last);
}

function countInNet(options: ResNetCountsOptions): ResNetCounts {
  const model = cifarResNet({ ...options, seed: 1 });
  const count = (isWanted: (name: string) => boolean) =>
    variablesOf(model.weights.filter(({ name }) => isWanted(name)))
      .reduce((sum, { size }) => sum + size, 0);
  const counts = {
    all: count((name) => !name.includes("moving_")),
    norms: count((name) => /gamma|beta/.test(name)),
    last: count((name) => name.startsWith("logits")),
  };
  model.dispose();
  return counts;
}

/** A part of a net that learned digits. */
export interface PartRow {
  learns: Trained;
  numbers: number;
  /** Of all numbers in the net. */
  share: number;
  accuracy: number;
}

/** Parts of a ResNet-8 with random weights, each trained on 1,280 small digits. */
export const partsOnDigits = remember<{ seed: number }, PartRow>(async ({ seed }) => {
  const { train, test } = digits("plain");
  const first = (count: number) => Array.from({ length: count }, (_, k) => k);
  const images = {
    train: await resized(someImages(train, first(1280)), 16),
    test: await resized(someImages(test, first(300)), 16),
  };
  const steps = preset({ tiny: 10, laptop: 90, gpu: 1000 });
  const net = {
    ...{ images, scale: { mean: [33, 33, 33], sd: [78, 78, 78] } },
    ...{ depth: 8, batchSize: 64, steps, seed },
  };
  const rates: Partial<Record<Trained, number>> = {
    "everything": 0.1,
    "BN and last layer": 0.3,
    "BN": 1,
    "others": 1,
    "last layer": 0.1,
  };
  const rows: PartRow[] = [];
  for (const [name, learningRate] of Object.entries(rates)) {
    const learns = name as Trained;
    const found = await onlyNorm({ ...net, trained: learns, learningRate, progress: name });
    const { trainedCount, count, accuracy } = found;
    rows.push({ learns, numbers: trainedCount, share: trainedCount / count, accuracy });
  }
  return rows;
});

/** The committed study. */
export function onlyNormStudy(fit: Partial<OnlyNormRow> = {}): OnlyNormRow[] {
  return rowsThatFit(studyRows<OnlyNormRow>("14_only_norm"), fit);
}

/** Nets of the usual shape, of which a part learned for two epochs. */
export function partOf(trained: Trained): OnlyNormRow[] {
  return onlyNormStudy({ trained, epochs: 2 });
}

/** Nets of which the same part learned four times as long: γ and β, as many others, or everything. */
export function longer(trained: Trained): OnlyNormRow[] {
  return rowsThatFit(studyRows<OnlyNormRow>("14_only_norm_longer"), { trained });
}

/** Accuracy by epochs, for the parts that learned longer. */
export function longerCurves(): { group: string; x: number; value: number }[] {
  return (["everything", "BN", "others"] as const).flatMap((trained) =>
    [...partOf(trained), ...longer(trained)].map(({ epochs, accuracy }) => ({
      ...{ group: trained, x: epochs, value: accuracy },
    }))
  );
}

/** What two and eight epochs make of each part, and of γ: means over the nets. */
export function longerTable(): Record<string, string | number>[] {
  return (["BN", "others", "everything"] as const).flatMap((trained) =>
    [partOf(trained), longer(trained)].map((own) => {
      const ofGamma = (of: (row: OnlyNormRow) => number) =>
        trained === "others" ? "–" : mean(own.map(of)).toFixed(3);
      return {
        "what learns": trained,
        epochs: own[0].epochs,
        accuracy: meanAccuracy(own),
        "|γ| below 0.01": ofGamma(({ small }) => small),
        "γ beyond −1.8 or 3.8": ofGamma(({ gammas }) => outermost(gammas)),
        "right without a quarter": ofGamma(({ pruned }) => accuracyWithout(pruned, 0.25)),
        "without half": ofGamma(({ pruned }) => accuracyWithout(pruned, 0.5)),
      };
    })
  );
}

/** Share of γ in the first bin and the last one. */
function outermost(gammas: readonly number[]): number {
  return (gammas[0] + gammas.at(-1)!) / gammas.reduce((a, b) => a + b);
}

function accuracyWithout(pruned: OnlyNormRow["pruned"], share: number): number {
  return pruned.find((row) => row.share === share)!.accuracy;
}

/** The shape of a net that is not the usual one in one respect. */
export type Shape = Partial<
  Pick<OnlyNormRow, "depth" | "width" | "shortcut" | "activationFirst" | "gamma">
>;

/** Nets of a shape that learned for one epoch. */
export function netsOf(trained: "BN" | "everything", shape: Shape = {}): OnlyNormRow[] {
  const usual = { depth: 14, width: 1, activationFirst: false } as const;
  const net = { ...usual, shortcut: "projection", gamma: "ones", ...shape } as const;
  return onlyNormStudy({ trained, epochs: 1, ...net });
}

/** Numbers that learned, their share, and the mean accuracy, for each part. */
export function partsTable(): Record<string, string | number>[] {
  const parts = [...new Set(onlyNormStudy({ epochs: 2 }).map(({ trained }) => trained))];
  return parts.map((trained) => {
    const own = partOf(trained);
    const [{ trainedCount, count }] = own;
    return {
      "what learns": trained,
      numbers: trainedCount,
      "share of all": trainedCount / count,
      accuracy: meanAccuracy(own),
    };
  });
}

/** Accuracy by the number of γ and β, as nets get deeper and as they get wider. */
export function growingNets(): { group: string; x: number; value: number }[] {
  const shapes: [string, Shape][] = [
    ...[8, 14, 32].map((depth): [string, Shape] => ["deeper", { depth }]),
    ...[1, 2].map((width): [string, Shape] => ["wider", { width }]),
  ];
  return shapes.flatMap(([group, shape]) =>
    netsOf("BN", shape).map(({ trainedCount, accuracy }) => ({
      ...{ group, x: trainedCount, value: accuracy },
    }))
  );
}

/** Accuracy of other nets, with BN alone and with everything trained for an epoch. */
export function shapesTable(): Record<string, string | number>[] {
  const shapes: [string, Shape][] = [
    ["the usual one", {}],
    ["no shortcuts at all", { shortcut: "none" }],
    ["shortcuts without weights or γ, β", { shortcut: "padded" }],
    ["ReLU before the normalization, none behind the sum", { activationFirst: true }],
    ["γ from U[0, 1]", { gamma: "uniform" }],
  ];
  return shapes.map(([net, shape]) => {
    const all = netsOf("everything", shape);
    return {
      net,
      "BN learns": meanAccuracy(netsOf("BN", shape)),
      "everything learns": all.length > 0 ? meanAccuracy(all) : "–",
    };
  });
}

/** Mean share of γ in each bin of 0.2 from −2 to 4, with what lies beyond in the outermost ones. */
export function gammaShares(trained: Trained): { x: number[]; share: number[] } {
  const own = partOf(trained);
  const total = own[0].gammas.reduce((a, b) => a + b);
  return {
    x: own[0].gammas.map((_, k) => -1.9 + 0.2 * k),
    share: own[0].gammas.map((_, k) => mean(own.map(({ gammas }) => gammas[k])) / total),
  };
}

/** Accuracy by the share of the features that are constants, those with the smallest |γ|. */
export function prunedCurves(): { group: string; x: number; value: number }[] {
  return (["BN", "BN and last layer", "everything"] as const).flatMap((trained) =>
    partOf(trained).flatMap(({ accuracy, pruned }) =>
      [{ share: 0, accuracy }, ...pruned].map((row) => ({
        ...{ group: `${trained} learned`, x: row.share, value: row.accuracy },
      }))
    )
  );
}
