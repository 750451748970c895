import { gaussianMean } from "../activations/gaussian_moments.ts";
import { sigmoidActivation } from "../activations/sigmoid.ts";
import { batchNormChecks } from "../experiments/batch_norm_checks.ts";
import {
  batchStatistics,
  biasBeforeNorm,
  foldedDifference,
  largestOutput,
  learnedIdentity,
  linearShare,
  normalizedMoments,
} from "../experiments/batch_norm_facts.ts";
import { float32Variance } from "../experiments/float32_variance.ts";
import {
  atBestRate,
  atRate,
  followed,
  gradientExample,
  netsWithMomentum,
  type NormedNet,
  trainedNets,
} from "../experiments/lesson_08.ts";
import { type NormGradientRow, normGradients } from "../experiments/norm_gradients.ts";
import { shareLeft, stepsUntil } from "../normalization/running_average.ts";
import { pairedInterval, tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim, type ClaimOptions } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
const paper = "Ioffe & Szegedy 2015";
const ulp = 2 ** -24;

/** Batches of 8 examples. */
const small = { examples: 8, batches: 20_000, seed: 1 };
const sigma = sigmoidActivation.value;

/** How far the mean over 20 features of a running mean, over 5, may be from its law. */
function runningTolerance(momentum: number): number {
  return 4 * 2 / 5 / Math.sqrt(20) * Math.sqrt((1 - momentum) / (1 + momentum) / 20);
}
const runningReason =
  "4·σ/√N: batch means of sd 2/√20, with the factor (1 − ρ)/(1 + ρ) for a running average, 20 features, over 5";

/** What lesson 08 claims. */
export const claims = {
  twoPasses: new Claim({
    id: "08-two-passes",
    statement: "numbers around 10,000 with standard deviation 1: mean((x − mean)²) in float32 is " +
      "right; largest difference to float64",
    source: "rounding of float32",
    kind: "exact",
    expected: 0,
    tolerance: 1e-4,
    reason: "x − mean is exact to 2⁻¹⁰ at 10,000, at random",
    measure: async () =>
      Math.max(...(await tenThousand()).map(({ twoPasses, exact }) => Math.abs(twoPasses - exact))),
  }),
  onePass: new Claim({
    id: "08-one-pass",
    statement:
      "mean(x²) − mean(x)², the same on paper, is wrong by more than ½ on each of ten lists",
    source: "float32 numbers near 10⁸ are 8 apart",
    kind: "exact",
    expected: { above: 0.5 },
    tolerance: 0,
    reason: "the result is a multiple of 8, the truth near 1",
    measure: async () =>
      Math.min(...(await tenThousand()).map(({ onePass, exact }) => Math.abs(onePass - exact))),
  }),
  gradientByTensorFlow: gradientClaim("TensorFlow.js, float32", 1e-5, "float32"),
  gradientByJax: gradientClaim("jax-js, float64", 1e-12, "both in float64"),
  gradientByDifferences: gradientClaim(
    "finite differences, float64",
    1e-8,
    "steps of 10⁻⁵: 10⁻¹⁰ times third derivatives, and 10⁻¹⁶/10⁻⁵ for rounding",
  ),
  outputMean: new Claim({
    id: "08-output-mean",
    statement: "a feature with mean 30, γ = 2, β = −1: the outputs have mean β",
    source: derived,
    kind: "exact",
    expected: -1,
    tolerance: 1e-4,
    reason: "float32: x − mean at 30 is exact to 2·10⁻⁶, over a standard deviation of 0.03",
    measure: async () => (await epsilonExample()).mean,
  }),
  outputSd: new Claim({
    id: "08-output-sd",
    statement:
      "its standard deviation of 0.01 becomes γ·√(v/(v + ε)) = 0.603, not 2: ε = 0.001 is " +
      "ten times its variance",
    source: derived,
    kind: "exact",
    expected: 2 * Math.sqrt(1e-4 / (1e-4 + 1e-3)),
    tolerance: 1e-3,
    reason: "float32: inputs near 30 are rounded to 2·10⁻⁶, of 0.01",
    measure: async () => (await epsilonExample()).sd,
  }),
  identity: new Claim({
    id: "08-identity",
    statement: "γ = √(v + ε), β = μ gives the input back: largest difference",
    source: paper,
    kind: "exact",
    expected: 0,
    tolerance: 40 * ulp,
    reason: "float32, numbers up to 10",
    measure: learnedIdentity,
  }),
  nearlyLinear: new Claim({
    id: "08-nearly-linear",
    statement: "γ = 1, β = 0, pre-activations from a bell curve: a straight line explains " +
      "E[z·σ(z)]²/Var[σ(z)] = 98.4 % of the variance of a sigmoid's outputs",
    source: derived,
    kind: "monte carlo",
    expected: gaussianMean((z) => z * sigma(z)) ** 2 /
      (gaussianMean((z) => sigma(z) ** 2) - 1 / 4),
    tolerance: 4 * 0.05 / Math.sqrt(100_000),
    reason: "4·σ/√N over 100,000 examples",
    measure: () => linearShare({ gamma: 1, beta: 0, examples: 100_000, seed: 1 }),
  }),
  bendsWithGamma: new Claim({
    id: "08-bends-with-gamma",
    statement: "γ = 4: 83.8 %",
    source: derived,
    kind: "monte carlo",
    expected: 4 ** 2 * gaussianMean((z) => sigmoidActivation.derivative(4 * z)) ** 2 /
      (gaussianMean((z) => sigma(4 * z) ** 2) - 1 / 4),
    tolerance: 4 * 0.3 / Math.sqrt(100_000),
    reason: "4·σ/√N over 100,000 examples",
    measure: () => linearShare({ gamma: 4, beta: 0, examples: 100_000, seed: 1 }),
  }),
  twoExamples: new Claim({
    id: "08-two-examples",
    statement: "a batch of two is −1 and 1, whatever it was (ε = 0): largest |x̂|",
    source: derived,
    kind: "exact",
    expected: 1,
    tolerance: 4 * ulp,
    reason: "float32: a division and a root",
    measure: () => largestOutput(2),
  }),
  largest: new Claim({
    id: "08-largest",
    statement:
      "ten examples: no |x̂| is larger than √(m − 1) = 3, and one example alone against nine " +
      "reaches it",
    source: derived,
    kind: "exact",
    expected: 3,
    tolerance: 40 * ulp,
    reason: "float32 sums of ten",
    measure: () => largestOutput(10),
  }),
  biasGradient: new Claim({
    id: "08-bias-gradient",
    statement: "a bias before batch normalization has no gradient: the largest of 20",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-6,
    reason: "float32 sums over 100 examples",
    measure: async () => (await biasBeforeNorm()).gradient,
  }),
  biasTraining: new Claim({
    id: "08-bias-training",
    statement:
      "in training it does nothing: largest change of an output when all biases rise by 10",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-4,
    reason: "float32: u + 10 is exact to 10⁻⁶, over a standard deviation above 0.1",
    measure: async () => (await biasBeforeNorm()).inTraining,
  }),
  biasInference: new Claim({
    id: "08-bias-inference",
    statement: "in inference, with old running statistics, it does a lot: largest change",
    source: derived,
    kind: "exact",
    expected: { above: 5 },
    tolerance: 0,
    reason: "10 over the standard deviation of a pre-activation, about 1",
    measure: async () => (await biasBeforeNorm()).inInference,
  }),
  folded: new Claim({
    id: "08-folded",
    statement:
      "a dense layer and its batch normalization in inference are one dense layer: largest " +
      "difference of an output",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-4,
    reason: "float32 sums over 784 pixels",
    measure: foldedDifference,
  }),
  biasedVariance: new Claim({
    id: "08-biased-variance",
    statement: "batches of 8 from N(0, 1): the mean of their variances is (m − 1)/m = 0.875",
    source: derived,
    kind: "monte carlo",
    expected: 7 / 8,
    tolerance: 4 * 0.875 * Math.sqrt(2 / 7) / Math.sqrt(small.batches),
    reason: "4·σ/√N over 20,000 batches",
    measure: async () => (await batchStatistics(small)).variance,
  }),
  meanNoise: new Claim({
    id: "08-mean-noise",
    statement: "their means have variance 1/m = 0.125",
    source: derived,
    kind: "monte carlo",
    expected: 1 / 8,
    tolerance: 4 / 8 * Math.sqrt(2 / small.batches),
    reason: "4·σ/√N over 20,000 batches",
    measure: async () => (await batchStatistics(small)).varianceOfMean,
  }),
  varianceNoise: new Claim({
    id: "08-variance-noise",
    statement: "and their variances a standard deviation of √(2/(m − 1)) = 53 % of their mean",
    source: derived,
    kind: "monte carlo",
    expected: Math.sqrt(2 / 7),
    tolerance: 4 * Math.sqrt(2 / 7) * Math.sqrt(5 / (4 * small.batches)),
    reason: "4·σ/√N over 20,000 batches; the kurtosis of χ² with 7 degrees of freedom is 4.7",
    measure: async () => (await batchStatistics(small)).relativeSd,
  }),
  halfLife: new Claim({
    id: "08-half-life",
    statement: "momentum 0.99: after ln ½/ln 0.99 = 69 steps half of the old mean is left",
    source: derived,
    kind: "monte carlo",
    expected: shareLeft(0.99, Math.round(stepsUntil(0.5, 0.99))),
    tolerance: runningTolerance(0.99),
    reason: runningReason,
    measure: () => leftAfter(0.99, Math.round(stepsUntil(0.5, 0.99))),
  }),
  leftAfterHundred: new Claim({
    id: "08-left-after-hundred",
    statement: "after 100 steps 0.99¹⁰⁰ = 36.6 % of it",
    source: derived,
    kind: "monte carlo",
    expected: shareLeft(0.99, 100),
    tolerance: runningTolerance(0.99),
    reason: runningReason,
    measure: () => leftAfter(0.99, 100),
  }),
  slowInference: trainingClaim({
    id: "08-slow-inference",
    statement:
      "40 steps of training, then inference: accuracy with momentum 0.9 minus that with 0.99",
    source: "this course; paired over 5 seeds, 95 % t interval",
    expected: { above: 0.1 },
    measure: async () => accuracyLead(await netsWithMomentum(0.9), await netsWithMomentum(0.99)),
    seconds: 4,
  }),
  populationIsExact: trainingClaim({
    id: "08-population-is-exact",
    statement:
      "momentum 0.99: by the statistics of all training digits minus by the running ones; accuracy",
    source: "Ioffe & Szegedy 2015, algorithm 2; paired over 5 seeds, 95 % t interval",
    expected: { above: 0.1 },
    measure: async () => {
      const runs = await netsWithMomentum(0.99);
      return pairedInterval(
        runs.map(({ populationAccuracy }) => populationAccuracy!),
        runs.map(({ accuracy }) => accuracy),
      );
    },
    seconds: 4,
  }),
  mistakesCaught: new Claim({
    id: "08-mistakes-caught",
    statement:
      "of nine wrong batch normalizations the eight tests catch all, and the right one passes",
    source: "this course",
    kind: "exact",
    expected: 9,
    tolerance: 0.5,
    reason: "a whole number; minus one if the right one fails",
    measure: async () => {
      const rows = (await batchNormChecks()).filter(({ passes }) => !passes);
      const failing = new Set(rows.map(({ writing }) => writing));
      return failing.has("right") ? -1 : failing.size;
    },
  }),
  learnsFaster: trainingClaim({
    id: "08-learns-faster",
    statement: "three layers of sigmoids from small weights, rate 0.3: accuracy with batch " +
      "normalization minus without",
    source: `${paper}, figure 1; paired over 5 seeds, 95 % t interval`,
    expected: { above: 0.15 },
    measure: async () => accuracyLead(await trainedNets("BN before"), await trainedNets("none")),
    seconds: 5,
  }),
  middleStays: trainingClaim({
    id: "08-middle-stays",
    statement:
      "the outputs of the last batch normalization: shift of their mean over the training, in " +
      "standard deviations",
    source: `${paper}, figure 1; over 5 seeds, 95 % t interval`,
    expected: { below: 0.1 },
    measure: async () => shiftOf(await trainedNets("BN before"), "normalization_3"),
    seconds: 3,
  }),
  middleMoves: trainingClaim({
    id: "08-middle-moves",
    statement: "the pre-activations of the same layer without it",
    source: `${paper}, figure 1; over 5 seeds, 95 % t interval`,
    expected: { above: 0.25 },
    measure: async () => shiftOf(await trainedNets("none"), "preactivation_3"),
    seconds: 3,
  }),
  gammaCounts: studyClaim("gamma-counts", {
    statement: "γ = 4 at the start is better than γ = 1; difference",
    expected: { above: 0.005 },
    nets: ["BN before, γ = 4", "BN before"],
  }),
  noBetterThanStart: studyClaim("no-better-than-start", {
    statement: "but no better than gain 16 without normalization; γ = 4 minus gain 16",
    expected: { below: 0.02 },
    nets: ["BN before, γ = 4", "none, gain 16"],
  }),
  placeIsSmall: studyClaim("place-is-small", {
    statement:
      "nor is normalization behind the activation better than that; after minus before with γ = 4",
    expected: { below: 0.02 },
    nets: ["BN after", "BN before, γ = 4"],
  }),
  bearsRates: rateClaim("bears-rates", "before the activation it bears a rate of 10", {
    ...{ net: "BN before, γ = 4", rate: 10 },
    expected: { above: 0.9 },
  }),
  noRoomWithout: rateClaim("no-room-without", "gain 16 without it does not", {
    ...{ net: "none, gain 16", rate: 10 },
    expected: { below: 0.3 },
  }),
  noRoomBehind: rateClaim(
    "no-room-behind",
    "nor does it behind the activation: not even a rate of 3",
    {
      ...{ net: "BN after", rate: 3 },
      expected: { below: 0.3 },
    },
  ),
  roomEnds: rateClaim("room-ends", "and the room has an end: a rate of 100", {
    ...{ net: "BN before, γ = 4", rate: 100 },
    expected: { below: 0.5 },
  }),
  firstLayerOnly: studyClaim("first-layer-only", {
    statement:
      "in the first layer only, with γ = 1, it is worse than nothing: without minus first " +
      "layer only",
    expected: { above: 0 },
    nets: ["none", "BN in layer 1 only"],
  }),
};

async function tenThousand() {
  const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
  return await float32Variance({ means: [1e4], count: 1000, seeds });
}

function epsilonExample() {
  return normalizedMoments({ mean: 30, sd: 0.01, gamma: 2, beta: -1, epsilon: 1e-3 });
}

function gradientClaim(by: NormGradientRow["by"], tolerance: number, reason: string): Claim {
  const name = by.split(/[ ,.]/)[0].toLowerCase().replace("-", "");
  return new Claim({
    id: `08-gradient-by-${name}`,
    statement: `the formula of the backward pass against ${by}: largest difference`,
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance,
    reason,
    measure: async () => {
      const rows = await normGradients(gradientExample);
      const [formula, other] = ["the formula", by].map((name) =>
        rows.find((row) => row.by === name)!.gradient.flat()
      );
      return Math.max(...formula.map((value, i) => Math.abs(value - other[i])));
    },
  });
}

/** What is left of the distance of the running mean to that of the data: mean over the features. */
async function leftAfter(momentum: number, step: number): Promise<number> {
  const { rows, mean: target } = await followed();
  const own = rows.filter((row) => row.momentum === momentum && row.step === step);
  return mean(own.map((row) => (target - row.mean) / target));
}

/** How far the mean of a layer's outputs went from the first look to the last, in standard deviations. */
function shiftOf(nets: Awaited<ReturnType<typeof trainedNets>>, layer: string) {
  return tInterval(nets.map(({ probes }) => {
    const looks = probes.filter((row) => row.layer === layer && row.of === "output");
    return Math.abs(looks.at(-1)!.mean - looks[0].mean) / looks.at(-1)!.sd;
  }));
}

/** A claim about one kind of nets of the committed study at one rate. */
function rateClaim(
  name: string,
  statement: string,
  { net, rate, expected }: { net: NormedNet; rate: number; expected: ClaimOptions["expected"] },
): Claim {
  return trainingClaim({
    id: `08-${name}`,
    ...{ statement: `${statement}; test accuracy`, expected },
    source: "the committed study; mean over 5 seeds, 95 % t interval",
    measure: () => tInterval(atRate(net, rate).map(({ accuracy }) => accuracy)),
  });
}

/** A claim about two kinds of nets of the committed study, each at its best rate. */
function studyClaim(
  name: string,
  { statement, expected, nets: [one, other] }:
    & Pick<ClaimOptions, "statement" | "expected">
    & { nets: [NormedNet, NormedNet] },
): Claim {
  return trainingClaim({
    id: `08-${name}`,
    ...{ statement, expected },
    source: "the committed study, test accuracies at the best rate, paired over 5 seeds, 95 % t " +
      "interval",
    measure: () => accuracyLead(atBestRate(one), atBestRate(other)),
  });
}
