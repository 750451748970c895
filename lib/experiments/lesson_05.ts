/**
 * The runs that lesson 05 shows and its claims judge.
 *
 * @module
 */
import { fitLine } from "../statistics/fit_line.ts";
import { mean } from "../statistics/moments.ts";
import { tf } from "../tensorflow/tf.ts";
import { type LayerSignalOptions, type LayerSignalRow, layerSignals } from "./layer_signals.ts";
import { learningByStart, type LearningByStartRow } from "./learning_by_start.ts";
import { reluNormWalk } from "./relu_norm_walk.ts";
import { remember } from "./remember.ts";
import { saturation } from "./saturation.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";

/** A net wide enough for the laws of infinite width to be seen. */
export const wide = { width: 400, examples: 100, seeds: [1, 2, 3, 4, 5] };

/** n·Var(W) that PyTorch recommends for tanh: the square of its gain 5/3. */
export const tanhGain = (5 / 3) ** 2;

/** Widths of a net that gets narrower, the inputs first. */
export const funnelWidths = [1024, 512, 256, 128, 64, 32];

/** Signals in such a net of `depth` layers, for Gaussian inputs of mean square 1. */
export const signalsIn = remember(
  async (net: Pick<LayerSignalOptions, "activation" | "gain" | "depth" | "large">) => {
    const shape: [number, number] = [wide.examples, wide.width];
    const x = tf.randomNormal(shape, 0, 1, "float32", 7) as tf.Tensor2D;
    const rows = await layerSignals(x, { width: wide.width, seeds: wide.seeds, ...net });
    x.dispose();
    return rows;
  },
);

/** The mean over the draws of one number of one layer. */
export function inLayer(
  rows: readonly LayerSignalRow[],
  { layer, of }: { layer: number; of: keyof LayerSignalRow },
): number {
  return mean(rows.filter((row) => row.layer === layer).map((row) => row[of]));
}

/** By which factor the mean square of the gradient grows a layer on its way back, fitted. */
export function gradientGrowth(rows: readonly LayerSignalRow[]): number {
  const layers = [...new Set(rows.map(({ layer }) => layer))];
  const logs = layers.map((layer) =>
    mean(rows.filter((r) => r.layer === layer).map((r) => Math.log(r.gradientSecondMoment)))
  );
  return Math.exp(-fitLine(layers, logs).slope);
}

/** ln of the squared length after 50 ReLU layers of 100 units over that before, of 200 nets. */
export const walkOptions = { width: 100, depth: 50, nets: 200, seed: 1 };
export const walks = remember((weights: "normal" | "orthogonal") =>
  reluNormWalk({ ...walkOptions, weights })
);

/** Thirty ReLU layers from Glorot's and from He's weights, live. */
export function thirtyLayers(): Promise<LearningByStartRow[]> {
  const steps = preset({ tiny: 60, laptop: 100, gpu: 400 });
  return learningByStart({ depth: 30, starts: ["Glorot", "He"], learningRates: [0.01], steps });
}

/** A trained net of the committed study. */
export type StartStudyRow = Pick<
  LearningByStartRow,
  "depth" | "start" | "optimizer" | "learningRate" | "seed" | "accuracy"
>;

/** The committed study: 22 and 30 layers, six starts, three rates, and Adam. */
export function startStudy(): StartStudyRow[] {
  return studyRows("05_learning_by_start");
}

/** What PyTorch or Keras draws for a square matrix, measured in these. */
export interface FrameworkDefaultRow {
  framework: string;
  initializer: string;
  /** n·Var(W) */
  measured: number;
}

/** The committed record of tools/framework_defaults.py. */
export function frameworkDefaults(): FrameworkDefaultRow[] {
  return studyRows("05_framework_defaults");
}

/** Ten ReLU layers that begin as He says, looked into while they learn. */
export function drift() {
  return saturation({ activation: "relu", gains: [2], learningRate: 0.03, depth: 10, steps: 100 });
}
