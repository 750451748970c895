import { gaussianMean, gaussianMoments } from "../activations/gaussian_moments.ts";
import { gelu } from "../activations/gelu.ts";
import { leakyRelu, leakySlope } from "../activations/leaky_relu.ts";
import { relu } from "../activations/relu.ts";
import { selu } from "../activations/selu.ts";
import { sigmoid, sigmoidActivation, sigmoidDerivative } from "../activations/sigmoid.ts";
import { silu } from "../activations/silu.ts";
import { tanh } from "../activations/tanh.ts";
import { deepLinearGap } from "../experiments/deep_linear_gap.ts";
import { gaussianSample } from "../experiments/gaussian_sample.ts";
import { learningByGain } from "../experiments/learning_by_gain.ts";
import { comparedGains, gainStudy } from "../experiments/lesson_01.ts";
import { halfStep, highest, lowest, slopeByDifferences } from "../experiments/extremes.ts";
import { slopeAt, slopeProducts } from "../experiments/slope_products.ts";
import { type Interval, tInterval } from "../statistics/interval.ts";
import { gainLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";

const fiveDigits = "the published value has five decimals";
const quadrature = "960 terms of a sum, each rounded to 2⁻⁵³, with a margin of 10";
const quadratureError = 960 * 2 ** -53 * 10;
/** Samples of the Monte-Carlo claims. */
const samples = 1_000_000;

/** What lesson 01 claims. */
export const claims = {
  sigmoidSteepest: new Claim({
    id: "01-sigmoid-steepest",
    statement: "σ'(u) = σ(u)(1 − σ(u)) is largest at u = 0, where it is 1/4",
    source: "derived in the lesson",
    kind: "exact",
    expected: 1 / 4,
    tolerance: 3 * 2 ** -24 / 4,
    reason: "three float32 operations of TF.js's autograd",
    measure: () => slopeAt("sigmoid", 0),
  }),
  tanhSteepest: new Claim({
    id: "01-tanh-steepest",
    statement: "tanh'(u) = 1 − tanh²(u) is largest at u = 0, where it is 1",
    source: "derived in the lesson",
    kind: "exact",
    expected: 1,
    tolerance: 3 * 2 ** -24,
    reason: "three float32 operations of TF.js's autograd",
    measure: () => slopeAt("tanh", 0),
  }),
  tanhIsSigmoid: new Claim({
    id: "01-tanh-is-sigmoid",
    statement: "tanh(u) = 2σ(2u) − 1: the largest difference on [−5, 5]",
    source: "derived in the lesson",
    kind: "exact",
    expected: 0,
    tolerance: 8 * 2 ** -53,
    reason: "eight float64 roundings of numbers up to 1",
    measure: () => largestDifference(Math.tanh, (u) => 2 * sigmoid(2 * u) - 1),
  }),
  geluSteepest: new Claim({
    id: "01-gelu-steepest",
    statement: "GELU' is largest at √2, where it is Φ(√2) + √2·Φ'(√2) = 1.12890",
    source: "Hendrycks & Gimpel 2016; GELU'' = (2 − u²)·Φ'(u)",
    kind: "exact",
    expected: 1.1289,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => highest(slopeByDifferences(gelu.value)).value,
  }),
  geluLowest: new Claim({
    id: "01-gelu-lowest",
    statement: "GELU is lowest at −0.7518, where it is −0.16997",
    source: "Hendrycks & Gimpel 2016, computed with mpmath",
    kind: "exact",
    expected: -0.16997,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => lowest(gelu.value).value,
  }),
  siluSteepest: new Claim({
    id: "01-silu-steepest",
    statement: "SiLU' is largest at 2.39936, where it is 1.09984",
    source: "Elfwing et al. 2018, computed with mpmath",
    kind: "exact",
    expected: 1.09984,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => highest(slopeByDifferences(silu.value)).value,
  }),
  siluLowest: new Claim({
    id: "01-silu-lowest",
    statement: "SiLU is lowest at −1.27846, where it is −0.27846",
    source: "Elfwing et al. 2018, computed with mpmath",
    kind: "exact",
    expected: -0.27846,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => lowest(silu.value).value,
  }),
  geluSteepestAt: placeClaim("gelu-steepest-at", {
    statement: "the steepest point of GELU is √2",
    source: "GELU'' = (2 − u²)·Φ'(u) is 0 there",
    expected: Math.SQRT2,
    measure: () => highest(slopeByDifferences(gelu.value)).at,
  }),
  siluSteepestAt: placeClaim("silu-steepest-at", {
    statement: "the steepest point of SiLU is 2.39936",
    source: "mpmath, 30 digits",
    expected: 2.39936,
    measure: () => highest(slopeByDifferences(silu.value)).at,
  }),
  geluLowestAt: placeClaim("gelu-lowest-at", {
    statement: "the lowest point of GELU is −0.7518",
    source: "mpmath, 30 digits",
    expected: -0.75179,
    measure: () => lowest(gelu.value).at,
  }),
  siluLowestAt: placeClaim("silu-lowest-at", {
    statement: "the lowest point of SiLU is −1.27846",
    source: "mpmath, 30 digits",
    expected: -1.27846,
    measure: () => lowest(silu.value).at,
  }),
  geluLowestSlope: new Claim({
    id: "01-gelu-lowest-slope",
    statement: "GELU' falls to −0.12890, as far below 0 as it rises above 1",
    source: "GELU'(u) + GELU'(−u) = 1",
    kind: "exact",
    expected: -0.1289,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => lowest(slopeByDifferences(gelu.value)).value,
  }),
  siluLowestSlope: new Claim({
    id: "01-silu-lowest-slope",
    statement: "SiLU' falls to −0.09984",
    source: "SiLU'(u) + SiLU'(−u) = 1",
    kind: "exact",
    expected: -0.09984,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => lowest(slopeByDifferences(silu.value)).value,
  }),
  reluMean: new Claim({
    id: "01-relu-mean",
    statement: "E[ReLU(z)] = 1/√(2π) for z ~ N(0, 1)",
    source: "derived in the lesson",
    kind: "exact",
    expected: 1 / Math.sqrt(2 * Math.PI),
    tolerance: quadratureError,
    reason: quadrature,
    measure: () => gaussianMoments(relu).mean,
  }),
  reluSecondMoment: new Claim({
    id: "01-relu-second-moment",
    statement: "E[ReLU(z)²] = 1/2",
    source: "He et al. 2015, sec. 2.2",
    kind: "exact",
    expected: 1 / 2,
    tolerance: quadratureError,
    reason: quadrature,
    measure: () => gaussianMoments(relu).secondMoment,
  }),
  reluVariance: new Claim({
    id: "01-relu-variance",
    statement: "Var ReLU(z) = 1/2 − 1/(2π) = 0.34085",
    source: "the two lines above",
    kind: "exact",
    expected: 1 / 2 - 1 / (2 * Math.PI),
    tolerance: quadratureError,
    reason: quadrature,
    measure: () => gaussianMoments(relu).variance,
  }),
  leakySecondMoment: new Claim({
    id: "01-leaky-second-moment",
    statement: `E[f(z)²] = (1 + a²)/2 for the leaky ReLU of slope a = ${leakySlope}`,
    source: "He et al. 2015, sec. 2.2",
    kind: "exact",
    expected: (1 + leakySlope ** 2) / 2,
    tolerance: quadratureError,
    reason: quadrature,
    measure: () => gaussianMoments(leakyRelu).secondMoment,
  }),
  geluSecondMoment: new Claim({
    id: "01-gelu-second-moment",
    statement: "E[GELU(z)²] = 0.42522",
    source: "mpmath, 30 digits",
    kind: "exact",
    expected: 0.42522,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => gaussianMoments(gelu).secondMoment,
  }),
  siluSecondMoment: new Claim({
    id: "01-silu-second-moment",
    statement: "E[SiLU(z)²] = 0.35578",
    source: "mpmath, 30 digits",
    kind: "exact",
    expected: 0.35578,
    tolerance: 5e-6,
    reason: fiveDigits,
    measure: () => gaussianMoments(silu).secondMoment,
  }),
  seluMean: new Claim({
    id: "01-selu-mean",
    statement: "E[SELU(z)] = 0",
    source: "Klambauer et al. 2017, eq. 2",
    kind: "exact",
    expected: 0,
    tolerance: 1e-10,
    reason: "α and λ were solved for to more digits than this",
    measure: () => gaussianMoments(selu).mean,
  }),
  seluSecondMoment: new Claim({
    id: "01-selu-second-moment",
    statement: "E[SELU(z)²] = 1",
    source: "Klambauer et al. 2017, eq. 2",
    kind: "exact",
    expected: 1,
    tolerance: 1e-10,
    reason: "α and λ were solved for to more digits than this",
    measure: () => gaussianMoments(selu).secondMoment,
  }),
  tanhSecondMoment: new Claim({
    id: "01-tanh-second-moment",
    statement: "E[tanh²(z)] = 0.39429",
    source: "mpmath, 30 digits",
    kind: "monte carlo",
    expected: 0.3942945,
    tolerance: 4 * sdOf((u) => Math.tanh(u) ** 2) / Math.sqrt(samples),
    reason: "4·σ/√N over 10⁶ samples",
    measure: () =>
      gaussianSample({ activation: "tanh", samples, seed: 5 }).then((s) => s.secondMoment),
  }),
  tanhGain: new Claim({
    id: "01-tanh-gain",
    statement: "1/√E[tanh²(z)] = 1.5925 (not 5/3): the standard deviation of √n·W that keeps the " +
      "variance of tanh pre-activations at 1",
    source: "mpmath, 30 digits",
    kind: "monte carlo",
    expected: 1 / Math.sqrt(0.39429449),
    tolerance: 4 * relativeError(tanh.value) / 2 * 1.5925,
    reason: "4·σ/√N over 10⁶ samples, halved by the root",
    measure: () =>
      gaussianSample({ activation: "tanh", samples, seed: 6 })
        .then((s) => 1 / Math.sqrt(s.secondMoment)),
  }),
  tanhGradientGrowth: new Claim({
    id: "01-tanh-gradient-growth",
    statement: "with the gain 1/E[tanh²] = 2.536, which keeps the variance of u at 1, " +
      "the mean square of a gradient grows by E[tanh'²]/E[tanh²] = 1.178 per layer",
    source: "derived in the lesson; mpmath, 30 digits",
    kind: "monte carlo",
    expected: 0.46440290 / 0.39429449,
    tolerance: 4 * relativeError(tanh.derivative, tanh.value) * 1.178,
    reason: "4·σ/√N of both means over 10⁶ samples",
    measure: () =>
      gaussianSample({ activation: "tanh", samples, seed: 5 })
        .then((s) => s.squaredSlope / s.secondMoment),
  }),
  sigmoidSquaredSlope: new Claim({
    id: "01-sigmoid-squared-slope",
    statement: "E[σ'(z)²] = 0.04484: on average a sigmoid leaves 4.5 % of a gradient's mean square",
    source: "mpmath, 30 digits",
    kind: "monte carlo",
    expected: 0.044836241,
    tolerance: 4 * sdOf((u) => sigmoidDerivative(u) ** 2) / Math.sqrt(samples),
    reason: "4·σ/√N over 10⁶ samples",
    measure: () =>
      gaussianSample({ activation: "sigmoid", samples, seed: 5 }).then((s) => s.squaredSlope),
  }),
  sigmoidVariance: new Claim({
    id: "01-sigmoid-variance",
    statement: "Var σ(z) = 0.04338",
    source: "mpmath, 30 digits",
    kind: "exact",
    expected: 0.0433790358581,
    tolerance: 1e-12,
    reason: "the expected value has twelve decimals",
    measure: () => gaussianMoments(sigmoidActivation).variance,
  }),
  chainBound10: new Claim({
    id: "01-chain-bound-10",
    statement: "ten sigmoids leave at most (1/4)¹⁰ = 9.54·10⁻⁷ of a gradient",
    source: "the largest slope, ten times",
    kind: "exact",
    expected: 4 ** -10,
    tolerance: 4 ** -10 * 30 * 2 ** -24,
    reason: "thirty float32 operations",
    measure: () => slopeAt("sigmoid", 0).then((slope) => slope ** 10),
  }),
  chainBound20: new Claim({
    id: "01-chain-bound-20",
    statement: "twenty sigmoids leave at most (1/4)²⁰ = 9.1·10⁻¹³",
    source: "the largest slope, twenty times",
    kind: "exact",
    expected: 4 ** -20,
    tolerance: 4 ** -20 * 60 * 2 ** -24,
    reason: "sixty float32 operations",
    measure: () => slopeAt("sigmoid", 0).then((slope) => slope ** 20),
  }),
  chainRms10: new Claim({
    id: "01-chain-rms-10",
    statement: "typically it is less: rms over N(0, 1) pre-activations E[σ'²]⁵ = 1.81·10⁻⁷",
    source: "independence; mpmath, 30 digits",
    kind: "monte carlo",
    expected: 0.04483624135 ** 5,
    tolerance: 0.04483624135 ** 5 * 4 * Math.sqrt(3.61 - 1) / 2 / Math.sqrt(100_000),
    reason: "4·σ/√N over 10⁵ paths: (σ/mean)² of the square is 2.61, half of σ for its root",
    measure: () =>
      slopeProducts({ activation: "sigmoid", depth: 20, paths: 100_000, seed: 1 })
        .then((rows) => rows[9].rms),
  }),
  deepLinear: new Claim({
    id: "01-deep-linear",
    statement: "twenty linear layers are one linear layer: largest relative difference",
    source: "associativity of the matrix product",
    kind: "exact",
    expected: 0,
    tolerance: 4 * Math.sqrt(2 * 20) * Math.sqrt(50) * 2 ** -24,
    reason: "4·σ: each of 2·20 products adds an independent relative error of √50 · 2⁻²⁴",
    measure: () => deepLinearGap({ layers: 20, width: 50, examples: 11, seed: 3 }),
  }),
  peakyStalls: new Claim({
    id: "01-peaky-stalls",
    statement:
      "too peaky (gain 0.01): a tanh net of five hidden layers has at least 0.4 less test " +
      "accuracy than at gain 1",
    source: "this course; paired over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.4 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: () => trainedLead(1, 0.01),
    seconds: 8,
  }),
  saturatedStalls: new Claim({
    id: "01-saturated-stalls",
    statement: "too spread out (gain 100): it has at least 0.2 less test accuracy than at gain 1",
    source: "this course; paired over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.2 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: () => trainedLead(1, 100),
    seconds: 8,
  }),
  linearLearns: new Claim({
    id: "01-linear-learns",
    statement:
      "being linear does not keep a net from learning: five linear layers (gain 1, learning " +
      "rate 0.01) reach a test accuracy above 0.6",
    source: "this course; 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.6 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: async () =>
      tInterval(
        (await learningByGain({ activation: "linear", gains: [1], learningRate: 0.01 }))
          .map((row) => row.accuracy),
      ),
    seconds: 4,
  }),
  sigmoidWindow: new Claim({
    id: "01-sigmoid-window",
    statement: "a sigmoid net of five hidden layers needs larger weights: at gain 100 its test " +
      "accuracy is at least 0.3 above that at gain 1",
    source: "this course; committed study over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.3 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: () => gainLead(gainStudy().filter((row) => row.activation === "sigmoid"), [100, 1]),
  }),
};

async function trainedLead(gain: number, other: number): Promise<Interval> {
  const rows = await learningByGain({ activation: "tanh", gains: comparedGains });
  return gainLead(rows, [gain, other]);
}

interface PlaceParts {
  statement: string;
  source: string;
  expected: number;
  measure: () => number;
}

function placeClaim(id: string, parts: PlaceParts): Claim {
  return new Claim({
    id: `01-${id}`,
    kind: "exact",
    tolerance: halfStep + 5e-6,
    reason: "half a step of the grid that is searched, and five decimals",
    ...parts,
  });
}

function largestDifference(f: (u: number) => number, g: (u: number) => number): number {
  let largest = 0;
  for (let u = -5; u <= 5; u += 1 / 128) largest = Math.max(largest, Math.abs(f(u) - g(u)));
  return largest;
}

/** Standard deviation of f(z), z ~ N(0, 1). */
function sdOf(f: (u: number) => number): number {
  return Math.sqrt(gaussianMean((u) => f(u) ** 2) - gaussianMean(f) ** 2);
}

/** Relative standard error of a ratio of two mean squares, at worst. */
function relativeError(...functions: ((u: number) => number)[]): number {
  const relative = functions.map((f) =>
    sdOf((u) => f(u) ** 2) / gaussianMean((u) => f(u) ** 2) / Math.sqrt(samples)
  );
  return relative.reduce((sum, r) => sum + r, 0);
}
