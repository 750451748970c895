/**
 * The runs that lesson 09 shows and its claims judge.
 *
 * @module
 */
import { mean } from "../statistics/moments.ts";
import { rowsThatFit, runsAtBestRate } from "./best_rate.ts";
import { decayAsRate, type DecayAsRateRow } from "./decay_as_rate.ts";
import { gradientsByLayer, type GradientsByLayerRow } from "./gradients_by_layer.ts";
import {
  learningWithNorm,
  type LearningWithNormOptions,
  type LearningWithNormRow,
} from "./learning_with_norm.ts";
import { normEquilibrium, type NormEquilibriumRow } from "./norm_equilibrium.ts";
import { sameStart, type SameStartRow } from "./same_start.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";
import { trainingGeometry, type TrainingGeometryRow } from "./training_geometry.ts";
import { unitSteadiness, type UnitSteadinessRow } from "./unit_steadiness.ts";

const seeds = [1, 2, 3, 4, 5];

/** Normalizations that are compared. */
export type Norm = "none" | "batch" | "noisy";

/** Lengths of trial steps along the gradient, in learning rates. */
export const trials = [1, 5, 20, 100];

/** Length of another trial step, in lengths of all weights. */
export const trialLength = 0.1;

/** What the loss looks like from five layers of ReLU in training, with batch normalization or without. */
export function geometry(normalized: boolean): Promise<TrainingGeometryRow[]> {
  const steps = preset({ tiny: 40, laptop: 60, gpu: 400 });
  const net = { normalized, depth: 5, learningRate: 0.03, trials, lengths: [trialLength] };
  return trainingGeometry({ ...net, steps, every: 10, seeds });
}

/** How steady the units of the last of five ReLU layers are from batch to batch. */
export function steadiness(norm: "none" | "noisy"): Promise<UnitSteadinessRow[]> {
  return unitSteadiness({ norm, depth: 5, learningRate: 0.03, steps: 40, seeds });
}

/** Ten layers of ReLU with He's weights, looked into in their first steps. */
export function firstUpdates(norm: Norm): Promise<LearningWithNormRow[]> {
  const net = { ...reluNets, norm, depth: 10, learningRates: [0.03] };
  return learningWithNorm({ ...net, steps: 2, every: 1, seeds });
}

/** ‖ΔW‖/‖W‖ of the hidden layers in the first step, averaged over them, of each net. */
export function updateSizes(rows: readonly LearningWithNormRow[]): number[] {
  return rows.map(({ probes }) =>
    mean(
      probes.filter((row) => row.of === "update" && row.step === 1 && row.layer !== "logits")
        .map(({ updateToWeight }) => updateToWeight),
    )
  );
}

/** Gradients in thirty ReLU layers with He's weights, before the first step. */
export function gradientSizes(normalized: boolean): Promise<GradientsByLayerRow[]> {
  return gradientsByLayer({ normalized, depth: 30, seeds });
}

/** The factor by which batch normalization makes gradients grow in a ReLU layer: √(π/(π − 1)). */
export const gradientGrowth = Math.sqrt(Math.PI / (Math.PI - 1));

/** Weights before a batch normalization, with weight decay, from a length. */
export function equilibrium(gain: number): Promise<NormEquilibriumRow[]> {
  return normEquilibrium({ ...decay, gain, seeds, steps: 600, every: 25 });
}

/** The same with a tenth of the rate and ten times the decay. */
export function equilibriumOfDecay(): Promise<NormEquilibriumRow[]> {
  const rates = { learningRate: decay.learningRate / 10, weightDecay: decay.weightDecay * 10 };
  return normEquilibrium({ ...rates, gain: 1, seeds, steps: 600, every: 25 });
}

/** One step from the same function, without and with batch normalization. */
export function oneStep(): Promise<SameStartRow[]> {
  return sameStart({ learningRate: 0.01, seeds });
}

/** The same decay for 60 steps, and what takes its place. */
export function withoutDecay(): Promise<DecayAsRateRow[]> {
  return decayAsRate({ ...decay, steps: 60, seed: 1 });
}

/** λ and η of these. */
export const decay = { learningRate: 0.3, weightDecay: 0.03 };

/** |w|⁴ = η·E|g̃|²/(2λ): the length to which decay and gradients lead, from the last half of the training. */
export function predictedLength(rows: readonly NormEquilibriumRow[]): number {
  const last = Math.max(...rows.map(({ step }) => step));
  const late = rows.filter(({ step }) => step > last / 2);
  const square = mean(late.map(({ unitGradient }) => unitGradient ** 2));
  return (decay.learningRate * square / (2 * decay.weightDecay)) ** (1 / 4);
}

const reluNets = { activation: "relu", gain: 2, batchSize: 100 } as const;

/** A trained net of the committed study. */
export interface WhyStudyRow {
  question:
    | "rates"
    | "depth"
    | "scale"
    | "logits"
    | "epsilon"
    | "corner"
    | "dropout"
    | "generalization";
  norm: Norm | "layer";
  depth: number;
  gain: number;
  batchSize: number;
  /** Probability with which an activation is dropped. */
  dropRate: number;
  learningRate: number;
  seed: number;
  accuracy: number;
  /** On the digits it was trained on; only where generalization is asked for. */
  trainAccuracy?: number;
}

/** The committed study: eight questions. */
export function whyStudy(question: WhyStudyRow["question"]): WhyStudyRow[] {
  return studyRows<WhyStudyRow>("09_why_normalization").filter((row) => row.question === question);
}

/** Runs the study. */
export async function runWhyStudy(seeds: readonly number[]): Promise<WhyStudyRow[]> {
  const rows: WhyStudyRow[] = [];
  const add = async (
    question: WhyStudyRow["question"],
    options: LearningWithNormOptions & { norm: WhyStudyRow["norm"]; depth: number },
  ) => {
    const { norm, depth, gain, batchSize = 100, dropout } = options;
    const net = { question, norm, depth, gain, batchSize, dropRate: dropout?.rate ?? 0 };
    for (const run of await learningWithNorm({ steps: 300, ...options, batchSize, seeds })) {
      const { learningRate, seed, accuracy, trainAccuracy } = run;
      rows.push({ ...net, learningRate, seed, accuracy, trainAccuracy });
    }
  };
  const rates = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
  for (const norm of ["none", "batch", "noisy"] as const) {
    await add("rates", { ...reluNets, norm, depth: 10, learningRates: rates });
  }
  for (const depth of [3, 8, 16, 30]) {
    const nets = { activation: "sigmoid", depth, batchSize: 100 } as const;
    const learningRates = [0.03, 0.1, 0.3, 1, 3];
    await add("depth", { ...nets, learningRates, norm: "none", gain: 16, centredBiases: true });
    await add("depth", { ...nets, learningRates, norm: "batch", gain: 1, gamma: 4 });
  }
  for (let exponent = -8; exponent <= 6; exponent++) {
    const gain = 10 ** exponent;
    for (const norm of ["none", "batch"] as const) {
      await add("scale", { ...reluNets, norm, depth: 3, gain, learningRates: [0.1] });
    }
    const normed = { ...reluNets, norm: "batch", depth: 3, gain, learningRates: [0.1] } as const;
    await add("logits", { ...normed, logitsGain: 2 });
    await add("epsilon", { ...normed, epsilon: 0.1 });
  }
  const corner = { ...reluNets, norm: "batch", depth: 3, learningRates: [0.1] } as const;
  await add("corner", { ...corner, gain: 2, logitsGain: 1e-8 });
  await add("corner", { ...corner, gain: 1e-8, epsilon: 1e-15 });
  const fewDigits = { ...reluNets, depth: 3, examples: 1000, judgeMore: true, steps: 600 } as const;
  const learningRates = [0.03, 0.1, 0.3, 1, 3];
  for (const norm of ["none", "batch"] as const) {
    for (const rate of [0, 0.2, 0.5]) {
      const dropout = { rate, place: "behind" } as const;
      await add("dropout", { ...fewDigits, norm, learningRates, dropout });
    }
  }
  for (const norm of ["none", "batch", "layer"] as const) {
    for (const batchSize of [10, 50, 250]) {
      // Every net has time to learn its digits by heart.
      const steps = Math.max(600, 30_000 / batchSize);
      await add("generalization", { ...fewDigits, norm, learningRates, batchSize, steps });
    }
  }
  return rows;
}

/** The accuracies of the runs of the study that fit, in the order of their seeds. */
export function accuraciesOf(rows: readonly WhyStudyRow[], fit: Partial<WhyStudyRow>): number[] {
  return rowsThatFit(rows, fit).map(({ accuracy }) => accuracy);
}

/** The accuracies at the rate with the best mean, of the runs that fit. */
export function bestOf(rows: readonly WhyStudyRow[], fit: Partial<WhyStudyRow>): number[] {
  return runsAtBestRate(rowsThatFit(rows, fit), ({ accuracy }) => accuracy).map(({ accuracy }) =>
    accuracy
  );
}

/** The largest rate at which ten layers reach a mean accuracy above ½. */
export function largestRate(norm: Norm): number {
  const rows = whyStudy("rates").filter((row) => row.norm === norm);
  const rates = [...new Set(rows.map(({ learningRate }) => learningRate))];
  return Math.max(
    ...rates.filter((rate) => mean(accuraciesOf(rows, { learningRate: rate })) > 0.5),
  );
}
