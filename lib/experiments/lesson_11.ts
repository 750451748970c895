/**
 * The runs that lesson 11 shows and its claims judge.
 *
 * @module
 */
import { someImages } from "../datasets/image_set.ts";
import { mean } from "../statistics/moments.ts";
import { rowsThatFit, runsAtBestRate } from "./best_rate.ts";
import { type CompanionsResult, judgedAmong } from "./companions.ts";
import { fineTuning, type FineTuningRow } from "./fine_tuning.ts";
import { type FrozenRow, headPhase, type Meaning, meanings } from "./frozen_study.ts";
import type { Journey } from "./journeys.ts";
import { digits, pretrainedOnDigits } from "./pretrained.ts";
import { remember } from "./remember.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";
import type { UnfreezeRow } from "./unfreeze_study.ts";

const meaningNames = Object.keys(meanings) as Meaning[];

/** Trains a head on digits behind a body that is frozen with this meaning. */
export async function headOnDigits(
  meaning: Meaning,
  { domain, seed }: { domain: "near" | "far"; seed: number },
): Promise<FineTuningRow> {
  const [row] = await fineTuning(await pretrainedOnDigits({ seed }), digits(domain), {
    ...{ phases: [headPhase(meaning)], batchSize: 64, judgedOn: 500, seed },
  });
  return row;
}

/** Digits that were judged by a net in training mode. */
export interface CompanyRow extends CompanionsResult {
  /** Who stood beside each. */
  companions: string;
  /** Digits in a batch. */
  batch: number;
}

/** How often the answer to a digit changes with its companions, where a net was left in training mode. */
export const leftInTraining = remember<{ seed: number }, CompanyRow>(judgeInCompany);

async function judgeInCompany({ seed }: { seed: number }): Promise<CompanyRow[]> {
  const net = await pretrainedOnDigits();
  const { test } = digits("plain");
  const batches = preset({ tiny: 8, laptop: 60, gpu: 1000 });
  const strangers = digits("near").test;
  const model = net.original();
  const cases = [
    { name: "nobody", batchSize: 1 },
    { name: "any digits", batchSize: 2 },
    { name: "any digits", batchSize: 8 },
    { name: "any digits", batchSize: 32 },
    { name: "mostly its own class", batchSize: 32, sorted: true },
    { name: "mostly paler digits", batchSize: 32, strangers },
  ];
  const results = cases.map(({ name, ...options }) => {
    const count = Math.min(test.labels.length, 320, batches * options.batchSize);
    const judged = someImages(test, Array.from({ length: count }, (_, k) => k));
    const found = judgedAmong(model, judged, { ...options, scale: net.scale, seed });
    return { companions: name, batch: options.batchSize, ...found };
  });
  model.dispose();
  return results;
}

/** The committed study. */
export function frozenStudy(fit: Partial<FrozenRow> = {}): FrozenRow[] {
  return rowsThatFit(studyRows<FrozenRow>("11_frozen"), fit);
}

/** Means over the seeds at the end of the head's training, by domain and by what the body does. */
export function meanAccuracies(fit: Partial<FrozenRow>): Record<string, string | number>[] {
  const rows = frozenStudy(fit);
  return (["near", "far"] as const).flatMap((domain) =>
    meaningNames.map((meaning) => {
      const own = rows.filter((row) => row.domain === domain && row.meaning === meaning);
      return {
        domain,
        body: meaning,
        "as trained": mean(own.map(({ accuracyAsTrained }) => accuracyAsTrained)),
        "in inference": mean(own.map(({ accuracy }) => accuracy)),
      };
    })
  );
}

/** The committed study of unfreezing. */
export function unfreezeStudy(fit: Partial<UnfreezeRow> = {}): UnfreezeRow[] {
  return rowsThatFit(studyRows<UnfreezeRow>("11_unfrozen"), fit);
}

/** The runs of a journey at the rate that ends best in inference, with all their steps. */
export function bestUnfrozen(
  fit: Journey & Pick<UnfreezeRow, "meaning">,
): UnfreezeRow[] {
  const rows = unfreezeStudy(fit);
  const last = Math.max(...rows.map(({ step }) => step));
  const ends = rows.filter(({ step }) => step === last);
  const [{ learningRate }] = runsAtBestRate(ends, ({ accuracy }) => accuracy);
  return rows.filter((row) => row.learningRate === learningRate);
}

/** Accuracy by steps since everything was unfrozen, each way at its best rate. */
export function sinceUnfreezing(journey: Journey): { group: string; x: number; value: number }[] {
  const curve = (
    group: string,
    meaning: UnfreezeRow["meaning"],
    of: "accuracy" | "accuracyAsTrained",
  ) =>
    bestUnfrozen({ ...journey, meaning })
      .map((row) => ({ group, x: row.step + 1, value: row[of] }));
  return [
    ...curve("running statistics", "running, γ and β move", "accuracy"),
    ...curve("batch statistics, as trained", "batch, all moves", "accuracyAsTrained"),
    ...curve("batch statistics, in inference", "batch, all moves", "accuracy"),
  ];
}

/** Mean accuracy before and at the end by journey, statistics and rate. */
export function unfreezeTable(net: Journey["net"]): Record<string, string | number>[] {
  const rows = unfreezeStudy({ net });
  const last = Math.max(...rows.map(({ step }) => step));
  const at = (own: readonly UnfreezeRow[], step: number, of: "accuracy" | "accuracyAsTrained") =>
    mean(own.filter((row) => row.step === step).map((row) => row[of]));
  return (["near", "far"] as const).flatMap((domain) =>
    (["batch, all moves", "running, γ and β move"] as const).flatMap((meaning) =>
      [0.00001, 0.0001, 0.001].map((learningRate) => {
        const own = rowsThatFit(rows, { domain, meaning, learningRate });
        return {
          ...{ domain, statistics: meaning.split(",")[0], rate: learningRate },
          "before": at(own, 0, "accuracy"),
          "before, as trained": at(own, 0, "accuracyAsTrained"),
          "after one step": at(own, 1, "accuracyAsTrained"),
          "at the end": at(own, last, "accuracy"),
        };
      })
    )
  );
}
