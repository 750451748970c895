import { useWeightsFile, weightsFile } from "../models/weights_file.ts";
import { fineTuning, type FineTuningRow } from "./fine_tuning.ts";
import { headPhase, type Meaning, meanings } from "./frozen_study.ts";
import { type Journey, journeys, travelled } from "./journeys.ts";
import type { Pretrained } from "./pretrained.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** A net after everything of it was unfrozen, of the committed study. */
export interface UnfreezeRow extends Journey, FineTuningRow {
  /** By which statistics it normalizes from then on. */
  meaning: Extract<Meaning, "batch, all moves" | "running, γ and β move">;
  learningRate: number;
}

/**
 * Runs the study: a head learns behind a body in inference mode; then everything learns, with batch
 * statistics or with running ones, at three rates. All of these begin with the same head.
 */
export async function runUnfreezeStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<UnfreezeRow[]> {
  const runs = journeys.flatMap((journey) =>
    seeds.map((seed) => ({
      name: [...Object.values(journey), seed].join(" "),
      run: () => unfrozen({ ...journey, seed }),
    }))
  );
  return await runAll(runs);
}

async function unfrozen(
  { seed, ...journey }: Journey & { seed: number },
): Promise<UnfreezeRow[]> {
  const { net, images, batchSize } = await travelled({ ...journey, seed });
  const training = { batchSize, momentum: 0.9, judgedOn: 500, seed };
  let trained!: Uint8Array;
  await fineTuning(net, images, {
    ...training,
    judgedOn: 1,
    phases: [headPhase("running, nothing moves")],
    atEnd: async (model) => void (trained = await weightsFile(model)),
  });
  const withHead: Pretrained = {
    ...net,
    build(options) {
      const model = net.build(options);
      useWeightsFile(model, trained);
      return model;
    },
  };
  const isSmall = journey.net === "digits";
  const steps = isSmall
    ? preset({ tiny: 30, laptop: 200, gpu: 2000 })
    : preset({ tiny: 10, laptop: 60, gpu: 2000 });
  const looks = isSmall ? [0, 1, 3, 10, 30, 100] : [0, 1, 10];
  const rows: UnfreezeRow[] = [];
  for (const meaning of ["batch, all moves", "running, γ and β move"] as const) {
    for (const learningRate of [0.00001, 0.0001, 0.001]) {
      const phase = { learns: "all", norms: meanings[meaning], steps, learningRate } as const;
      const judgedAfter = looks.filter((step) => step < steps);
      const phases = [{ ...phase, judgedAfter }];
      const found = await fineTuning(withHead, images, { ...training, phases });
      rows.push(...found.map((row) => ({ ...journey, meaning, learningRate, ...row })));
    }
  }
  return rows;
}
