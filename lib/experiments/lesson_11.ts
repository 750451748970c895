/**
 * The runs that lesson 11 shows and its claims judge.
 *
 * @module
 */
import { someImages } from "../datasets/image_set.ts";
import { mean } from "../statistics/moments.ts";
import { rowsThatFit, runsAtBestRate } from "./best_rate.ts";
import { type CompanionsResult, judgedAmong } from "./companions.ts";
import { fineTuning, type FineTuningRow, type Phase } from "./fine_tuning.ts";
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
  const results: CompanyRow[] = [];
  for (const { name, ...options } of cases) {
    const count = Math.min(test.labels.length, 320, batches * options.batchSize);
    const judged = someImages(test, Array.from({ length: count }, (_, k) => k));
    const found = await judgedAmong(model, judged, { ...options, scale: net.scale, seed });
    results.push({ companions: name, batch: options.batchSize, ...found });
  }
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
      const own = rowsThatFit(rows, { domain, meaning });
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
  const ends = rowsThatFit(rows, { step: last });
  const [{ learningRate }] = runsAtBestRate(ends, ({ accuracy }) => accuracy);
  return rowsThatFit(rows, { learningRate });
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

/** A net on coloured digits after a recipe of two phases. */
export interface RecipeRow {
  recipe: string;
  /** In inference, after the first phase. */
  before: number;
  /** At the end, with batch statistics where these trained it. */
  "at the end, as trained": number;
  "at the end, in inference": number;
}

/**
 * What belongs to the switch of statistics, what to their moving, and what to the head: recipes that
 * differ in one thing each, a hundred steps for each phase. The first two are the study's.
 */
export const recipes = remember<{ seed: number }, RecipeRow>(compareRecipes);

async function compareRecipes({ seed }: { seed: number }): Promise<RecipeRow[]> {
  const net = await pretrainedOnDigits({ seed });
  const steps = preset({ tiny: 20, laptop: 100, gpu: 1000 });
  const all = (meaning: Meaning, learningRate = 0.001): Phase => ({
    ...{ learns: "all", norms: meanings[meaning], steps, learningRate },
  });
  const [running, batch] = ["running, nothing moves", "batch, statistics move"] as const;
  const still = 1e-12;
  const cases: Record<string, Phase[]> = {
    "running, then batch, no weight moves": [headPhase(running), all("batch, all moves", still)],
    "batch, then batch": [headPhase(batch), all("batch, all moves")],
    "running, then the head alone": [headPhase(running), headPhase(running)],
  };
  const rows = [
    studied("running, then running", { meaning: "running, γ and β move", seed }),
    studied("running, then batch", { meaning: "batch, all moves", seed }),
  ];
  for (const [recipe, phases] of Object.entries(cases)) {
    const training = { phases, batchSize: 64, momentum: 0.9, judgedOn: 500, seed };
    const [first, last] = await fineTuning(net, digits("far"), training);
    rows.push({
      recipe,
      before: first.accuracy,
      "at the end, as trained": last.accuracyAsTrained,
      "at the end, in inference": last.accuracy,
    });
  }
  return rows;
}

/** A recipe of the committed study, after its hundredth step. */
function studied(
  recipe: string,
  fit: Pick<UnfreezeRow, "meaning" | "seed">,
): RecipeRow {
  const rows = unfreezeStudy({ net: "digits", domain: "far", learningRate: 0.001, ...fit });
  const [before, after] = [0, 100].map((step) => rows.find((row) => row.step === step)!);
  return {
    recipe,
    before: before.accuracy,
    "at the end, as trained": after.accuracyAsTrained,
    "at the end, in inference": after.accuracy,
  };
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
          "switched, no step yet": at(own, 0, "accuracyAsTrained"),
          "at the end": at(own, last, "accuracy"),
        };
      })
    )
  );
}
