import { trainingMode } from "../normalization/batch_norm_layer.ts";
import { fineTuning, type FineTuningRow } from "./fine_tuning.ts";
import { type Journey, journeys, travelled } from "./journeys.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** A net of which everything learns from the first step on, of the committed study. */
export interface MomentumRow extends Journey, FineTuningRow {
  /** Share of its old value that a running statistic keeps. */
  momentum: number;
  batchSize: number;
}

/** Runs the study: two momenta, two batch sizes, from two sources to two domains each. */
export async function runMomentumStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<MomentumRow[]> {
  const runs = journeys.flatMap((journey) =>
    [8, 64].flatMap((batchSize) =>
      [0.9, 0.99].flatMap((momentum) =>
        seeds.map((seed) => ({
          name: [...Object.values(journey), batchSize, momentum, seed].join(" "),
          run: async () => {
            const { net, images } = await travelled({ ...journey, seed });
            const steps = preset({ tiny: 20, laptop: 100, gpu: 2000 });
            const phase = {
              ...{ learns: "all", norms: trainingMode, steps } as const,
              // The rate in proportion to the batch (Goyal et al. 2017).
              learningRate: 0.0001 * batchSize,
              judgedAfter: [10, 30].filter((step) => step < steps),
            };
            const training = { phases: [phase], batchSize, momentum, judgedOn: 500, seed };
            const rows = await fineTuning(net, images, training);
            return rows.map((row): MomentumRow => ({ ...journey, momentum, batchSize, ...row }));
          },
        }))
      )
    )
  );
  return await runAll(runs);
}
