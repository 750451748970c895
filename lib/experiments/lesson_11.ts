/**
 * The runs that lesson 11 shows and its claims judge.
 *
 * @module
 */
import { someImages } from "../datasets/image_set.ts";
import { mean } from "../statistics/moments.ts";
import { rowsThatFit } from "./best_rate.ts";
import { judgedAmong } from "./companions.ts";
import { fineTuning, type FineTuningRow } from "./fine_tuning.ts";
import { type FrozenRow, headPhase, type Meaning, meanings } from "./frozen_study.ts";
import type { Journey } from "./journeys.ts";
import { digits, pretrainedOnDigits } from "./pretrained.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";

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

/** How often the answer to a digit changes with its companions, where a net was left in training mode. */
export async function leftInTraining(): Promise<
  { companions: string; batch: number; accuracy: number; changed: number }[]
> {
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
    const found = judgedAmong(model, judged, { ...options, scale: net.scale, seed: 1 });
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

/** Accuracy by steps since everything was unfrozen, in the ways in which the net can be judged. */
export function sinceUnfreezing(
  journey: Journey,
): { group: string; x: number; value: number }[] {
  const rows = frozenStudy({ question: "unfreeze", ...journey });
  const frozenSteps = Math.min(...rows.map(({ step }) => step));
  const curve = (
    group: string,
    fit: { meaning: Meaning; momentum: number },
    of: "accuracy" | "accuracyAsTrained",
  ) =>
    rows.filter((row) => row.meaning === fit.meaning && row.momentum === fit.momentum)
      .map((row) => ({ group, x: row.step - frozenSteps + 1, value: row[of] }));
  const batch = { meaning: "batch, all moves", momentum: 0.9 } as const;
  return [
    ...curve("running statistics", { ...batch, meaning: "running, γ and β move" }, "accuracy"),
    ...curve("batch statistics, as trained", batch, "accuracyAsTrained"),
    ...curve("batch statistics, inference, 0.9 kept", batch, "accuracy"),
    ...curve("batch statistics, inference, 0.99 kept", { ...batch, momentum: 0.99 }, "accuracy"),
  ];
}
