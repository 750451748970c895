/**
 * What lesson 12 shows of its committed studies, and its claims judge.
 *
 * @module
 */
import { shareLeft } from "../normalization/running_average.ts";
import { mean } from "../statistics/moments.ts";
import type { AdaptedRow } from "./adapted_study.ts";
import { rowsThatFit, runsAtBestRate } from "./best_rate.ts";
import type { DataSizeRow, Policy } from "./data_size_study.ts";
import type { Journey } from "./journeys.ts";
import { frozenStudy, unfreezeStudy } from "./lesson_11.ts";
import { meanAccuracy } from "./mean_accuracy.ts";
import type { MomentumRow } from "./momentum_study.ts";
import type { SmallBatchRow } from "./small_batch_study.ts";
import { studyRows } from "./study_record.ts";

/** The committed study of momenta. */
export function momentumStudy(fit: Partial<MomentumRow> = {}): MomentumRow[] {
  return rowsThatFit(studyRows<MomentumRow>("12_momentum"), fit);
}

/** Means over the seeds by momentum, batch and steps. */
export function momentumTable(journey: Journey): Record<string, string | number>[] {
  return groupsOf(momentumStudy(journey), ["batchSize", "step", "momentum"]).map((own) => ({
    batch: own[0].batchSize,
    steps: own[0].step,
    momentum: own[0].momentum,
    "old statistics left": shareLeft(own[0].momentum, own[0].step),
    "as trained": mean(own.map(({ accuracyAsTrained }) => accuracyAsTrained)),
    "in inference": meanAccuracy(own),
    "predicted by the law": mean(own.map(({ predicted }) => predicted)),
  }));
}

/** Accuracy in inference and as trained by steps, for each momentum. */
export function momentumCurves(
  journey: Journey,
): { group: string; x: number; value: number }[] {
  const rows = momentumStudy({ ...journey, batchSize: 32 });
  return rows.flatMap((row) => [
    { group: `in inference, momentum ${row.momentum}`, x: row.step, value: row.accuracy },
    ...(row.momentum === 0.9
      ? [{ group: "as trained, either", x: row.step, value: row.accuracyAsTrained }]
      : []),
  ]);
}

/** The committed study of adapted statistics. */
export function adaptedStudy(fit: Partial<AdaptedRow> = {}): AdaptedRow[] {
  return rowsThatFit(studyRows<AdaptedRow>("12_adapted"), fit);
}

/** What PyTorch makes of the same net: a row of the record of tools/adapted_pytorch.py. */
export interface AdaptedInPytorch {
  /** Height and width of the images in pixels. */
  size: number;
  /** Factor by which their contrast was reduced. */
  contrast: number;
  /** How many were judged. */
  images: number;
  statistics: "own" | "batches of 32, averaged" | "front to back";
  accuracy: number;
}

/** The committed record. */
export function adaptedInPytorch(fit: Partial<AdaptedInPytorch> = {}): AdaptedInPytorch[] {
  return rowsThatFit(studyRows<AdaptedInPytorch>("12_adapted_pytorch"), fit);
}

/** Mean accuracy of photographs of a size with old and with new statistics, by domain. */
export function adaptedTable(size: number): Record<string, string | number>[] {
  return groupsOf(adaptedStudy({ net: "ImageNet", size }), ["domain"]).map((own) => ({
    domain: own[0].domain === "contrast twice" ? "a sixteenth of the contrast" : own[0].domain,
    "old statistics": meanAccuracy(rowsThatFit(own, { share: 0 })),
    "new statistics": meanAccuracy(rowsThatFit(own, { share: 1 })),
  }));
}

/** Accuracy by the share of new statistics, a group for each domain. */
export function adaptedCurves(
  net: AdaptedRow["net"],
): { group: string; x: number; value: number }[] {
  const size = net === "digits" ? 32 : 64;
  const names: Record<string, string> = { near: "paler", far: "coloured" };
  return adaptedStudy({ net, size }).map(({ domain, share, accuracy }) => ({
    ...{ group: names[domain] ?? domain, x: share, value: accuracy },
  }));
}

/** The committed study of the amount of data: digits, or photographs. */
export function sizeStudy(net: Journey["net"], fit: Partial<DataSizeRow> = {}): DataSizeRow[] {
  const name = net === "digits" ? "12_digit_sizes" : "12_photograph_sizes";
  return rowsThatFit(studyRows<DataSizeRow>(name), fit);
}

/** Nets of a policy on so many images, at the rate that ends best. */
export function bestAtSize(
  journey: Journey,
  fit: Pick<DataSizeRow, "policy" | "examples">,
): DataSizeRow[] {
  const rows = sizeStudy(journey.net, { domain: journey.domain, ...fit });
  return runsAtBestRate(rows, ({ accuracy }) => accuracy);
}

/** Accuracy by number of images, each policy at its best rate. */
export function sizeCurves(journey: Journey): { group: string; x: number; value: number }[] {
  const rows = sizeStudy(journey.net, { domain: journey.domain });
  return groupsOf(rows, ["policy", "examples"]).flatMap(([{ policy, examples }]) =>
    bestAtSize(journey, { policy, examples }).map(({ accuracy }) => ({
      ...{ group: policy, x: examples, value: accuracy },
    }))
  );
}

/** Mean accuracies on digits: policies down, domains and numbers of images across. */
export function sizeTable(): Record<string, string | number>[] {
  const rows = sizeStudy("digits");
  const columns = groupsOf(rows, ["domain", "examples"]).map(([first]) => first);
  return groupsOf(rows, ["policy"]).map(([{ policy }]) => ({
    policy,
    ...Object.fromEntries(columns.map(({ domain, examples }) => [
      `${domain}, ${examples}`,
      meanAccuracy(bestAtSize({ net: "digits", domain }, { policy, examples })),
    ])),
  }));
}

/** The same for photographs: with fifty of them, and with all, which is the study of lesson 11. */
export function photographSizes(): Record<string, string | number>[] {
  const few = sizeStudy("ImageNet");
  const policies = [...new Set(few.map(({ policy }) => policy))];
  return policies.map((policy) => ({
    policy,
    ...Object.fromEntries((["near", "far"] as const).flatMap((domain) => [
      [`${domain}, 50`, meanAccuracy(rowsThatFit(few, { policy, domain }))],
      [`${domain}, all`, meanAccuracy(withAllPhotographs(policy, domain))],
    ])),
  }));
}

/** The nets of lesson 11 that were trained with this policy, and as long. */
export function withAllPhotographs(
  policy: Policy,
  domain: Journey["domain"],
): { accuracy: number; seed: number }[] {
  const journey = { net: "ImageNet", domain } as const;
  if (policy === "everything, statistics fixed") {
    const meaning = "running, γ and β move";
    return unfreezeStudy({ ...journey, meaning, learningRate: 0.00001, step: 60 });
  }
  const meanings = {
    "head": "running, nothing moves",
    "head, statistics move": "batch, statistics move",
    "head and all BN": "batch, all moves",
  } as const;
  return frozenStudy({ ...journey, meaning: meanings[policy as keyof typeof meanings] });
}

/** The committed study of small batches. */
export function smallBatchStudy(fit: Partial<SmallBatchRow> = {}): SmallBatchRow[] {
  return rowsThatFit(studyRows<SmallBatchRow>("12_small_batches"), fit);
}

/** Accuracy by batch size for each normalization. */
export function smallBatchCurves(): { group: string; x: number; value: number }[] {
  return smallBatchStudy().map(({ norm, batchSize, accuracy }) => ({
    ...{ group: norm, x: batchSize, value: accuracy },
  }));
}

/** The rows in groups that agree in some columns, in the order in which they come. */
function groupsOf<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row)[],
): Row[][] {
  return [...Map.groupBy(rows, (row) => columns.map((column) => row[column]).join(" ")).values()];
}
