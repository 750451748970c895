import type { BatchNormMode } from "../normalization/batch_norm_layer.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { fineTuning, type FineTuningRow, type Phase } from "./fine_tuning.ts";
import { type Journey, journeys, travelled } from "./journeys.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** What the batch normalizations of the body do while the head learns, by what they normalize and what moves. */
export const meanings = {
  "batch, nothing moves": frozenAs["tf.keras of TensorFlow 1: trainable = False"],
  "batch, statistics move": frozenAs["PyTorch 2.14: requires_grad = False"],
  "batch, all moves": frozenAs["fast.ai 2.8: freeze()"],
  "running, nothing moves": frozenAs["Keras 3.15: trainable = False, training = True"],
  "running, γ and β move": frozenAs["Keras 3.15: trainable = True, training = False"],
} as const satisfies Record<string, BatchNormMode>;

/** Name of one of the {@linkcode meanings}. */
export type Meaning = keyof typeof meanings;

/** A head behind a frozen body, of the committed study. */
export interface FrozenRow extends Journey, FineTuningRow {
  /** What the normalizations of the body do in training. */
  meaning: Meaning;
}

/** The head learns while the body is frozen. */
export function headPhase(meaning: Meaning): Phase {
  const steps = preset({ tiny: 60, laptop: 100, gpu: 1000 });
  return { learns: "head", norms: meanings[meaning], steps, learningRate: 0.01 };
}

/** Runs the study: heads behind each kind of frozen body, from two sources to two domains each. */
export async function runFrozenStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<FrozenRow[]> {
  const runs = journeys.flatMap((journey) =>
    (Object.keys(meanings) as Meaning[]).flatMap((meaning) =>
      seeds.map((seed) => ({
        name: [...Object.values(journey), meaning, seed].join(" "),
        run: async () => {
          const { net, images, batchSize } = await travelled({ ...journey, seed });
          const training = { phases: [headPhase(meaning)], batchSize, judgedOn: 500, seed };
          const rows = await fineTuning(net, images, { ...training, momentum: 0.9 });
          return rows.map((row): FrozenRow => ({ ...journey, meaning, ...row }));
        },
      }))
    )
  );
  return await runAll(runs);
}
