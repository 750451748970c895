/**
 * The runs that lesson 11 shows and its claims judge.
 *
 * @module
 */
import { someImages } from "../datasets/image_set.ts";
import { judgedAmong } from "./companions.ts";
import { fineTuning, type FineTuningRow } from "./fine_tuning.ts";
import { type FrozenRow, headPhase, type Meaning } from "./frozen_study.ts";
import { digits, pretrainedOnDigits } from "./pretrained.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";

/** Trains a head on digits behind a body that is frozen with this meaning. */
export async function headOnDigits(
  meaning: Meaning,
  { domain, seed }: { domain: "near" | "far"; seed: number },
): Promise<FineTuningRow> {
  const [row] = await fineTuning(await pretrainedOnDigits(), digits(domain), {
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
  const wanted = Object.entries(fit) as [keyof FrozenRow, unknown][];
  return studyRows<FrozenRow>("11_frozen").filter((row) =>
    wanted.every(([name, value]) => row[name] === value)
  );
}
