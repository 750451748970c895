/**
 * The runs that lesson 03 shows and its claims judge.
 *
 * @module
 */
import { standardizedMnist } from "../datasets/standardize.ts";
import { pairedInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { deadByLayer, type DeadByLayerRow } from "./dead_by_layer.ts";
import { deadByRate, type DeadByRateRow } from "./dead_by_rate.ts";
import { type EqualStart, equalUnits } from "./equal_units.ts";
import { firstLoss } from "./first_loss.ts";
import { layerHistograms } from "./layer_histograms.ts";
import { learningByGain, type LearningByGainRow } from "./learning_by_gain.ts";
import { saturation, type SaturationRow } from "./saturation.ts";
import { zeroWeights, type ZeroWeightsRow } from "./zero_weights.ts";

/** Classes of the digits. */
export const classes = 10;

const tenSeeds = Array.from({ length: 10 }, (_, i) => i + 1);

/** First losses of untrained tanh nets. */
export function firstLosses() {
  return firstLoss({ activation: "tanh", gains: [0.1, 1, 2, 8, 30], seeds: tenSeeds });
}

/** Scales of the first weights that the lesson trains from. */
export const gains = [0.01, 0.1, 0.5, 2, 8, 30, 100, 1000];

/** Accuracy of nets of five hidden layers from each of these scales. */
export function learningFrom(
  activation: "sigmoid" | "tanh" | "relu",
): Promise<LearningByGainRow[]> {
  return learningByGain({ activation, gains });
}

/** Outputs of the five layers of one net on digits before training, for a gain of each activation. */
export async function outputsByLayer(gains: Record<"tanh" | "sigmoid" | "relu", number>) {
  const digits = standardizedMnist({ examples: 500 });
  const panels = [];
  for (const activation of ["tanh", "sigmoid", "relu"] as const) {
    const net = { activation, gain: gains[activation], width: 100, depth: 5, seed: 1 };
    const rows = await layerHistograms(digits, { ...net, of: "out" });
    panels.push({ title: `${activation}, gain ${gains[activation]}`, rows });
  }
  digits.dispose();
  return panels;
}

/** Tanh nets from three scales, looked into while they train. */
export function insideTanh(): Promise<SaturationRow[]> {
  return saturation({ activation: "tanh", gains: [0.01, 1, 100], learningRate: 0.1 });
}

/** The rows of the first or the last step that was looked at. */
export function atEnd(rows: readonly SaturationRow[], end: "first" | "last"): SaturationRow[] {
  const steps = rows.map(({ step }) => step);
  const step = end === "first" ? Math.min(...steps) : Math.max(...steps);
  return rows.filter((row) => row.step === step);
}

/** A ReLU net at initialization: ten layers of 100 units, 1,000 examples. */
export const deadNet = { examples: 1000, depth: 10, width: 100 };
/** Draws of the weights. */
const draws = Array.from({ length: 40 }, (_, i) => i + 1);
/** Weights of PyTorch's default or He's, each with PyTorch's random biases or without. */
export const starts = {
  pytorch: { gain: 1 / 3, biasVariance: 1 / (3 * deadNet.width) },
  pytorchWithoutBiases: { gain: 1 / 3, biasVariance: 0 },
  heWithBiases: { gain: 2, biasVariance: 1 / (3 * deadNet.width) },
  he: { gain: 2, biasVariance: 0 },
} as const;

/** Dead units by layer from such a start, over 40 draws. */
export function deadFrom(
  start: keyof typeof starts,
  inputs: "gaussian" | "digits" = "gaussian",
): Promise<DeadByLayerRow[]> {
  return deadByLayer({
    ...{ inputs, ...deadNet, ...starts[start] },
    ...{ distribution: "uniform", seeds: draws },
  });
}

/** The mean share of dead units in one layer. */
export function deadInLayer(rows: readonly DeadByLayerRow[], layer: number): number {
  return mean(rows.filter((row) => row.layer === layer).map(({ dead }) => dead));
}

/** Learning rates at which units die, or not. */
export const rates = [0.1, 0.2, 0.25, 0.3, 0.35, 0.4];
const sixteenSeeds = Array.from({ length: 16 }, (_, i) => i + 1);

/** ReLU nets trained with each of these rates. */
export function deadAfterTraining(): Promise<DeadByRateRow[]> {
  return deadByRate({ learningRates: rates, seeds: sixteenSeeds, steps: 100 });
}

/** Nets whose hidden units begin alike, or not. */
export function unitsFrom(start: EqualStart) {
  return equalUnits({ start, seeds: [1, 2, 3, 4, 5], steps: 100 });
}

/** A net that begins with nothing but zeros, after training. */
export async function fromZero(activation: "tanh" | "sigmoid" | "relu"): Promise<ZeroWeightsRow> {
  const [row] = await zeroWeights({ activation, steps: 60, learningRate: 1 });
  return row;
}

/** Mean and interval over seeds of one number of one minus that of another row, in one order. */
export function paired<Row>(
  [rows, others]: [readonly Row[], readonly Row[]],
  of: (row: Row) => number,
) {
  return pairedInterval(rows.map(of), others.map(of));
}
