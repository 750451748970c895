import type { ImageSplits } from "../datasets/image_set.ts";
import { shifted } from "../datasets/image_shifts.ts";
import { loadImages } from "../datasets/load_images.ts";
import type { BatchNormMode } from "../normalization/batch_norm_layer.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { fineTuning, type FineTuningRow, type Phase } from "./fine_tuning.ts";
import { digits, type Pretrained, pretrainedOnDigits, pretrainedOnImagenet } from "./pretrained.ts";
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

/** Where a net was trained, and where it goes: a domain that resembles its own, or one that does not. */
export interface Journey {
  net: "digits" | "ImageNet";
  domain: "near" | "far";
}

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
export function unfrozenPhase(meaning: Meaning): Phase {
  const steps = preset({ tiny: 30, laptop: 200, gpu: 2000 });
  const judgedAfter = [1, 3, 10, 30, 100].filter((step) => step < steps);
  return { learns: "all", norms: meanings[meaning], steps, learningRate: 0.001, judgedAfter };
}

/** Runs the study: heads behind each meaning, and what unfreezing does, from two sources to two domains each. */
export async function runFrozenStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<FrozenRow[]> {
  const journeys = (["digits", "ImageNet"] as const).flatMap((net) =>
    (["near", "far"] as const).map((domain): Journey => ({ net, domain }))
  );
  const questions = [
    ...(Object.keys(meanings) as Meaning[]).map((meaning) => ({
      question: "head" as const,
      meaning,
      momentum: 0.9,
      phases: [headPhase(meaning)],
    })),
    ...(["batch, all moves", "running, γ and β move"] as const).flatMap((meaning) =>
      [0.9, 0.99].map((momentum) => ({
        question: "unfreeze" as const,
        meaning,
        momentum,
        phases: [headPhase("running, nothing moves"), unfrozenPhase(meaning)],
      }))
    ),
  ];
  const runs = journeys.flatMap((journey) =>
    questions.flatMap(({ phases, ...asked }) =>
      seeds.map((seed) => ({
        name: [...Object.values(journey), ...Object.values(asked), seed].join(" "),
        run: async () => {
          const { net, images, batchSize } = await travelled(journey);
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

/** The net and the images of a journey. */
async function travelled(
  { net, domain }: Journey,
): Promise<{ net: Pretrained; images: ImageSplits; batchSize: number }> {
  if (net === "digits") {
    return { net: await pretrainedOnDigits(), images: digits(domain), batchSize: 64 };
  }
  const size = preset({ tiny: 64, laptop: 64, gpu: 224 });
  const images = await photographs(domain, size);
  return { net: pretrainedOnImagenet(size), images, batchSize: 32 };
}

const known = new Map<string, ImageSplits>();

/** Near ImageNet: ten of its breeds of dogs. Far from it: negatives of ten of its other classes. */
async function photographs(domain: "near" | "far", size: number): Promise<ImageSplits> {
  const key = `${domain} ${size}`;
  const found = known.get(key);
  if (found) return found;
  const resolution = preset({ tiny: "64", laptop: "64", gpu: "320" } as const);
  const images = await loadImages(
    domain === "near" ? `imagewoof2-${resolution}` : `imagenette2-${resolution}`,
    { size },
  );
  const made = domain === "near" ? images : {
    train: shifted(images.train, "negative"),
    test: shifted(images.test, "negative"),
  };
  known.set(key, made);
  return made;
}
