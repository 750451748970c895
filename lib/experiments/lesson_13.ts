/**
 * What lesson 13 computes and reads from its record, and its claims judge.
 *
 * @module
 */
import { mean } from "../statistics/moments.ts";
import { rowsThatFit } from "./best_rate.ts";
import { FreezeUnfreeze, type FreezeUnfreezeRow, type Tasks } from "./freeze_unfreeze.ts";
import { ways } from "./freeze_unfreeze_study.ts";
import { meanAccuracy } from "./mean_accuracy.ts";
import { digits } from "./pretrained.ts";
import { remember } from "./remember.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";

/** The two ways that the source compares: what learns before everything does. */
export const twoWays = ["head, then all", "head and BN, then all"] as const;

/** From plain digits to coloured ones, both ways, with one short epoch for each phase. */
export const waysOnDigits = remember<{ seed: number }, FreezeUnfreezeRow>(async ({ seed }) => {
  const tasks: Tasks = {
    ...{ source: digits("plain"), target: digits("far"), width: 1 / 8, batchSize: 64 },
    scale: { mean: [128, 128, 128], sd: [64, 64, 64] },
    stepsPerEpoch: preset({ tiny: 4, laptop: 25, gpu: 300 }),
    ...{
      sourceEpochs: 4,
      sourceRates: { normalized: 0.1, bare: 0.003 },
      judgedOn: preset({ tiny: 50, laptop: 300, gpu: 2000 }),
    },
  };
  const nets = new FreezeUnfreeze(tasks, { seed });
  const rows = [];
  for (const name of twoWays) {
    const way = ways.find((one) => one.name === name)!;
    const phases = way.phases.map((phase) => ({ ...phase, epochs: 1 }));
    rows.push(...await nets.go({ ...way, phases }));
  }
  return rows;
});

/** The committed study. */
export function freezeStudy(fit: Partial<FreezeUnfreezeRow> = {}): FreezeUnfreezeRow[] {
  return rowsThatFit(studyRows<FreezeUnfreezeRow>("13_freeze_unfreeze"), fit);
}

/** The nets of a way at the end of a phase, default the last; a row for each seed. */
export function atEnd(way: string, phase?: number): FreezeUnfreezeRow[] {
  const rows = freezeStudy({ way });
  const wanted = phase ?? Math.max(...rows.map((row) => row.phase));
  const own = rowsThatFit(rows, { phase: wanted });
  return rowsThatFit(own, { epoch: Math.max(...own.map(({ epoch }) => epoch)) });
}

/** The nets of a way after each epoch of a phase but the beginning, while their loss is a number. */
export function epochsOf(way: string, phase: number): FreezeUnfreezeRow[] {
  return freezeStudy({ way, phase }).filter(({ loss }) => Number.isFinite(loss));
}

/** Each seed's mean of something over the epochs of a phase. */
export function meansBySeed(
  rows: readonly FreezeUnfreezeRow[],
  of: (row: FreezeUnfreezeRow) => number,
): number[] {
  return [...Map.groupBy(rows, ({ seed }) => seed).values()].map((own) => mean(own.map(of)));
}

/** Mean accuracies of rows at the end of each way. */
export function endTable(): Record<string, string | number>[] {
  return ways.map(({ name, phases }) => {
    const first = atEnd(name, 1);
    const last = atEnd(name);
    const [{ sourceAccuracy }] = last;
    return {
      way: name,
      rate: phases.at(-1)!.learningRate,
      "on the source": sourceAccuracy === undefined
        ? "–"
        : mean(last.map((row) => row.sourceAccuracy!)).toFixed(3),
      "frozen in part": phases.length > 1 ? meanAccuracy(first).toFixed(3) : "–",
      "at the end": meanAccuracy(last),
      "loss, last epoch": lossOf(last),
    };
  });
}

/** Mean loss of nets, or how many of them have none any more. */
function lossOf(rows: readonly FreezeUnfreezeRow[]): string {
  const losses = rows.flatMap(({ loss }) => Number.isFinite(loss) ? [loss!] : []);
  if (losses.length === rows.length) return mean(losses).toFixed(3);
  return `no number in ${rows.length - losses.length} of ${rows.length}`;
}

/** A curve of the study's nets, by epoch. */
export type Curve = { group: string; x: number; value: number }[];

/** Something by epoch, for some ways; where a phase ends and the next begins, at its end. */
export function byEpoch(
  names: readonly string[],
  of: (row: FreezeUnfreezeRow) => number | undefined,
): Curve {
  return names.flatMap((way) =>
    freezeStudy({ way }).flatMap((row) => {
      const isSecondStart = row.phase > 1 && row.loss === undefined;
      const value = isSecondStart ? undefined : of(row);
      return value === undefined ? [] : [{ group: way, x: row.epoch, value }];
    })
  );
}

/** Something by layer, the mean over the epochs of a phase, for some ways. */
export function byLayer(
  names: readonly string[],
  phase: number,
  of: "moved" | "shift" | "jump",
): Curve {
  return names.flatMap((way) => {
    const bySeed = Map.groupBy(epochsOf(way, phase), ({ seed }) => seed);
    return [...bySeed.values()].flatMap((own) =>
      own[0][of].map((_, l) => ({
        ...{ group: way, x: l + 1, value: mean(own.map((row) => row[of][l])) },
      }))
    );
  });
}

/** Histograms of weights or gradients by layer, of the first seed, after some epochs, as densities. */
export function ridgesOf(
  way: string,
  epoch: number,
  of: "weightBins" | "gradientBins",
): { layer: number; x: number[]; density: number[] }[] {
  const [row] = freezeStudy({ way, epoch, seed: 1 });
  const [low, high] = of === "weightBins" ? [-0.3, 0.3] : [-8, 0];
  return row[of]!.map((shares, l) => {
    const width = (high - low) / shares.length;
    return {
      layer: l + 1,
      x: shares.map((_, k) => low + (k + 0.5) * width),
      density: shares.map((share) => share / width),
    };
  });
}

/** In what share of layers and seeds the second of the two ways changes less when all is unfrozen. */
export function oftenLess(of: "moved" | "shift"): number {
  const [heads, both] = twoWays.map((way) => atEnd(way, 2).map((row) => row[of]));
  const less = heads.flatMap((layers, seed) => layers.map((value, l) => both[seed][l] < value));
  return less.filter(Boolean).length / less.length;
}

/** Gradients of some ways' nets, before the first step and after an epoch: medians of the seeds. */
export function gradientTable(names: readonly string[]): Record<string, string | number>[] {
  return names.flatMap((way) =>
    [0, 1].map((epoch) => {
      const rows = freezeStudy({ way, phase: 1, epoch });
      const at = (layer: number) => {
        const sizes = rows.map(({ gradients }) => gradients[layer - 1] ?? NaN);
        return sizes.every(Number.isFinite)
          ? sizes.sort((a, b) => a - b)[sizes.length >> 1].toPrecision(2)
          : "no number";
      };
      return {
        ...{ way, epoch, "layer 1": at(1), "layer 10": at(10), "layer 19": at(19) },
        accuracy: meanAccuracy(rows),
      };
    })
  );
}

/** The gradient of one layer over that of another, for each seed. */
export function gradientRatios(
  { way, epoch }: { way: string; epoch: number },
  [layer, other]: [number, number],
): number[] {
  return freezeStudy({ way, phase: 1, epoch })
    .map(({ gradients }) => gradients[layer - 1] / gradients[other - 1]);
}
