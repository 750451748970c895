/**
 * The runs that lesson 07 shows and its claims judge.
 *
 * @module
 */
import { runsAtBestRate } from "./best_rate.ts";
import { bottleneckPictures, type BottleneckRow } from "./bottleneck_pictures.ts";
import {
  learningByPretraining,
  type LearningByPretrainingRow,
  spreadByStart,
  type SpreadByStartRow,
} from "./learning_by_pretraining.ts";
import { linearAutoencoder, type LinearAutoencoderRow } from "./linear_autoencoder.ts";
import { type PretrainedLayerRow, pretrainedLayers } from "./pretraining.ts";
import type { PretrainingStart } from "./pretraining_starts.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";

export type { PretrainingStart };

const seeds = [1, 2, 3, 4, 5];

/** Units of the bottleneck: the sixth eigenvalue of the digits is far above the seventh. */
export const code = 6;

/** Linear autoencoders on their way to the principal components. */
export function linearCoders(): Promise<LinearAutoencoderRow[]> {
  const steps = [50, 100, 200, 400, 800, 1600];
  return linearAutoencoder({ code, steps, learningRate: 0.003, seeds });
}

/** Test digits through six components, and through autoencoders with six units in the middle. */
export function bottlenecks(): Promise<BottleneckRow[]> {
  return bottleneckPictures({ code, width: 100, steps: 1200, seeds });
}

/** The deep net of the lesson. */
function deepNet() {
  return {
    ...{ depth: 5, seeds },
    ...preset({
      tiny: { pretrainingSteps: 400, steps: 100 },
      laptop: { pretrainingSteps: 600, steps: 200 },
      gpu: { pretrainingSteps: 2000, steps: 2000 },
    }),
  };
}

/** Its hidden layers after pre-training. */
export function pretrained(): Promise<PretrainedLayerRow[]> {
  const { depth, pretrainingSteps: steps } = deepNet();
  return pretrainedLayers({ activation: "sigmoid", depth, steps, seeds });
}

/** How much the pre-activations of its layers differ between digits before training. */
export function spreadFrom(start: PretrainingStart): Promise<SpreadByStartRow[]> {
  const { steps: _, ...net } = deepNet();
  return spreadByStart({ start, ...net });
}

/** The whole net, trained from a start. */
export function trainedFrom(start: PretrainingStart): Promise<LearningByPretrainingRow[]> {
  return learningByPretraining({ start, learningRates: [0.3], ...deepNet() });
}

/** A trained net of the committed study. */
export type PretrainingStudyRow = Pick<
  LearningByPretrainingRow,
  "start" | "depth" | "labels" | "learningRate" | "seed" | "accuracy"
>;

/** The committed study: fifteen starts, 1 to 8 layers, and fewer labels for five layers; five rates. */
export function pretrainingStudy(): PretrainingStudyRow[] {
  return studyRows("07_learning_by_pretraining");
}

/** Which nets of the study. */
export interface StudiedNets {
  start: PretrainingStart;
  /** Default 5. */
  depth?: number;
  /** Default all 8,000. */
  labels?: number;
  /** Default the rate with the best mean accuracy. */
  learningRate?: number;
}

/** Some nets of the study at one rate, in the order of their seeds. */
export function studied(
  { start, depth = 5, labels = 8000, learningRate }: StudiedNets,
): PretrainingStudyRow[] {
  const isWanted = (row: PretrainingStudyRow) =>
    row.start === start && row.depth === depth && row.labels === labels &&
    row.learningRate === (learningRate ?? row.learningRate);
  return runsAtBestRate(pretrainingStudy().filter(isWanted), ({ accuracy }) => accuracy);
}
