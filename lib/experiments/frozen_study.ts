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

/** A net on its way, of the committed study. */
export interface FrozenRow extends Journey, FineTuningRow {
  /** `head`: only the head learns. `unfreeze`: then everything, with a low rate. */
  question: "head" | "unfreeze";
  /** What the normalizations do: in the head's training, or after unfreezing. */
  meaning: Meaning;
  momentum: number;
}

/** The head learns while the body is frozen. */
export function headPhase(meaning: Meaning): Phase {
  const steps = preset({ tiny: 60, laptop: 100, gpu: 1000 });
  return { learns: "head", norms: meanings[meaning], steps, learningRate: 0.01 };
}

/** After that, everything learns with a low rate. */
export function unfrozenPhase(meaning: Meaning, { net }: Pick<Journey, "net">): Phase {
  const steps = net === "digits"
    ? preset({ tiny: 30, laptop: 200, gpu: 2000 })
    : preset({ tiny: 10, laptop: 100, gpu: 2000 });
  const looks = net === "digits" ? [1, 3, 10, 30, 100] : [1, 10];
  const judgedAfter = looks.filter((step) => step < steps);
  return { learns: "all", norms: meanings[meaning], steps, learningRate: 0.001, judgedAfter };
}

/** Runs the study: heads behind each meaning, and what unfreezing does, from two sources to two domains each. */
export async function runFrozenStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<FrozenRow[]> {
  const heads = (Object.keys(meanings) as Meaning[]).map((meaning) => ({
    question: "head" as const,
    meaning,
    momentum: 0.9,
  }));
  // Running statistics that stay have no momentum.
  const unfrozen = ([["batch, all moves", 0.9], ["batch, all moves", 0.99], [
    "running, γ and β move",
    0.9,
  ]] as const).map(([meaning, momentum]) => ({
    question: "unfreeze" as const,
    meaning,
    momentum,
  }));
  const phasesOf = ({ question, meaning }: Pick<FrozenRow, "question" | "meaning">, net: Journey) =>
    question === "head"
      ? [headPhase(meaning)]
      : [headPhase("running, nothing moves"), unfrozenPhase(meaning, net)];
  const runs = journeys.flatMap((journey) =>
    [...heads, ...unfrozen].flatMap((asked) =>
      seeds.map((seed) => ({
        name: [...Object.values(journey), ...Object.values(asked), seed].join(" "),
        run: async () => {
          const { net, images, batchSize } = await travelled({ ...journey, seed });
          const phases = phasesOf(asked, journey);
          const { momentum } = asked;
          const training = { phases, batchSize, momentum, judgedOn: 500, seed };
          const rows = await fineTuning(net, images, training);
          return rows.map((row): FrozenRow => ({ ...journey, ...asked, ...row }));
        },
      }))
    )
  );
  return await runAll(runs);
}
