/**
 * The runs that lesson 02 shows and its claims judge.
 *
 * @module
 */
import type { InputScaling } from "../datasets/standardize.ts";
import { pairedInterval } from "../statistics/interval.ts";
import { runsAtBestRate } from "./best_rate.ts";
import { conditionByExamples, type ConditionRow } from "./condition_by_examples.ts";
import { descentSteps, type DescentStepsRow } from "./descent_steps.ts";
import { featureRace } from "./feature_race.ts";
import { gradientSigns } from "./gradient_signs.ts";
import { learningByRate, type LearningByRateRow } from "./learning_by_rate.ts";

/** Sizes of the batches whose gradient signs are looked at. */
export const batchSizes = [1, 2, 5, 10, 30, 100, 1000];
/** Draws of the weights, and places in the data. */
const seeds = [1, 2, 3, 4, 5];

/** Signs in the gradients of a layer behind these inputs. */
export function signsOf(inputs: Parameters<typeof gradientSigns>[0]["inputs"]) {
  return gradientSigns({ inputs, batchSizes, seeds });
}

/** Features behind a layer whose condition number is measured. */
export const features = 100;
/** Numbers of examples from which a Hessian is made. */
export const exampleCounts = [150, 300, 1000, 3000, 10_000, 30_000];

/** Condition numbers behind sigmoid, ReLU or tanh, with their averages or without. */
export function conditionsOf(
  activation: "sigmoid" | "relu" | "tanh",
  { centred = false } = {},
): Promise<ConditionRow[]> {
  const grid = { features, examples: exampleCounts, seeds: [1, 2, 3] };
  return conditionByExamples({ activation, centred, ...grid });
}

/** Share of the slowest error that may be left when steps are counted. */
export const tolerance = 0.01;
const fiveOf = (value: number) => Array<number>(5).fill(value);

/** Steps of gradient descent for features with larger and larger means. */
export function stepsByMean(): Promise<DescentStepsRow[]> {
  return stepsOf([0, 0.5, 1, 2, 3, 5].map((m) => ({ means: fiveOf(m), sds: fiveOf(1) })));
}

/** Steps of gradient descent for features whose standard deviations differ more and more. */
export function stepsBySpread(): Promise<DescentStepsRow[]> {
  return stepsOf([1.5, 2, 4, 8, 16].map((sd) => ({ means: fiveOf(0), sds: [1, 1, 1, 1, sd] })));
}

async function stepsOf(inputs: { means: number[]; sds: number[] }[]): Promise<DescentStepsRow[]> {
  const rest = { examples: 500, seed: 1, tolerance };
  return (await Promise.all(inputs.map((one) => descentSteps({ ...one, ...rest })))).flat();
}

/** Three features of very different size that matter equally. */
export function race() {
  return featureRace({ sds: [1, 3, 10], examples: 2000, steps: 400, seed: 1 });
}

/** Learning rates that the lesson tries. */
export const learningRates = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** Nets with one hidden layer of 100 tanh units, on digits whose pixels were scaled in some way. */
export function learningFrom(inputs: InputScaling): Promise<LearningByRateRow[]> {
  return learningByRate({ activation: "tanh", gain: 1, hiddenLayers: 1, inputs, learningRates });
}

/** Deep nets of σ(u), of σ(u) from the start that σ(u) − ½ has, and of σ(u) − ½. */
export function deepSigmoid(
  kind: "σ(u)" | "σ(u), same start" | "σ(u) − ½",
): Promise<LearningByRateRow[]> {
  const net = { gain: 16, hiddenLayers: 5, inputs: "together" } as const;
  return learningByRate({
    activation: kind === "σ(u) − ½" ? "centredSigmoid" : "sigmoid",
    centredStart: kind === "σ(u), same start",
    ...net,
    learningRates,
  });
}

/** The loss at the end of a training; infinite when it diverged. */
export function finalLoss({ curve }: LearningByRateRow): number {
  return curve.at(-1)!.loss ?? Infinity;
}

/** The runs with the rate that had the lowest mean final loss, in the order of their seeds. */
export function atBestRate(rows: readonly LearningByRateRow[]): LearningByRateRow[] {
  return runsAtBestRate(rows, (run) => -finalLoss(run));
}

/** Final loss of another minus that of one, both at one rate, paired by seed. */
export function lossLeadAt(
  rate: number,
  [rows, other]: [readonly LearningByRateRow[], readonly LearningByRateRow[]],
) {
  const at = (all: readonly LearningByRateRow[]) => all.filter((r) => r.learningRate === rate);
  return pairedLead(at(rows), at(other));
}

/** Final loss of another minus that of one, each at its own best rate, paired by seed. */
export function lossLead(
  rows: readonly LearningByRateRow[],
  other: readonly LearningByRateRow[],
) {
  return pairedLead(atBestRate(rows), atBestRate(other));
}

function pairedLead(own: readonly LearningByRateRow[], others: readonly LearningByRateRow[]) {
  return pairedInterval(others.map(finalLoss), own.map(finalLoss));
}
