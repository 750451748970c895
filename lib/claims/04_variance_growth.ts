import { normalShareBelow } from "../activations/normal_distribution.ts";
import { layerSignals } from "../experiments/layer_signals.ts";
import {
  averageOf,
  demonstration,
  demonstrationOptions,
  depth,
  examples,
  fittedSlope,
  gaussianRows,
  seeds,
  signalsOf,
  tooLarge,
  tooSmall,
  trainedNets,
  units,
  walkOptions,
  walks,
  width,
} from "../experiments/lesson_04.ts";
import { productVariance } from "../experiments/product_variance.ts";
import { rectangularLayer } from "../experiments/rectangular_layer.ts";
import { reluNormWalk } from "../experiments/relu_norm_walk.ts";
import type { Distribution } from "../initializers/draw_weights.ts";
import {
  gaussianMatrixGrowth,
  reluLogDrift,
  tanhFixedPoint,
  varianceOfProduct,
} from "../initializers/variance_laws.ts";
import { mean, variance } from "../statistics/moments.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { gainLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";

const derived = "derived in the lesson";

const nonzeroMeans = {
  y: { mean: 0.5, variance: 2 },
  w: { mean: 0.3, variance: 0.7 },
};
const zeroMeans = { y: { mean: 0, variance: 2 }, w: { mean: 0, variance: 0.7 } };
const samples = 200_000;

/** Each distribution in words. */
const words = {
  normal: "a bell curve",
  uniform: "a uniform distribution",
  signs: "a coin (two values)",
};

/** What lesson 04 claims. */
export const claims = {
  productWithMeans: productClaim("product-with-means", {
    statement: "Var(YW) = E[Y]² Var(W) + E[W]² Var(Y) + Var(Y) Var(W), here with means 0.5 and 0.3",
    ...nonzeroMeans,
    terms: 1,
  }),
  productWithoutMeans: productClaim("product-without-means", {
    statement: "with both means 0 only Var(Y) Var(W) is left",
    ...zeroMeans,
    terms: 1,
  }),
  sumOfTerms: productClaim("sum-of-terms", {
    statement: "a sum of n = 11 products with weights of mean 0 has variance n·Var(W)·E[Y²], " +
      "though E[Y] = 0.5",
    y: nonzeroMeans.y,
    w: zeroMeans.w,
    terms: 11,
  }),
  normalWeights: distributionClaim("normal"),
  uniformWeights: distributionClaim("uniform"),
  signWeights: distributionClaim("signs"),
  linearSlope: slopeClaim("linear", { gain: 2, kept: 1, of: "preSecondMoment", logVariance: 2 }),
  reluSlope: slopeClaim("relu", { gain: 1, kept: 1 / 2, of: "preSecondMoment", logVariance: 5 }),
  backwardSlope: slopeClaim("relu", {
    gain: 1,
    kept: 1 / 2,
    of: "gradientSecondMoment",
    logVariance: 5,
  }),
  forwardFanIn: rectangularClaim("forward", 1),
  backwardFanOut: rectangularClaim("backward", 1 / 3),
  heKeeps: new Claim({
    id: "04-he-keeps",
    statement: "with n·Var(W) = 2 a ReLU layer keeps the mean square: E|y'|² / |y|² = 1",
    source: "He et al. 2015, sec. 2.2",
    kind: "monte carlo",
    expected: 1,
    tolerance: 4 * Math.sqrt(5 / 100 / 1000),
    reason: "4·σ/√N over 1,000 nets: the ratio has variance 5/n at width n = 100",
    measure: async () =>
      mean((await reluNormWalk({ width: 100, depth: 1, nets: 1000, seed: 2 })).map(Math.exp)),
  }),
  uniformDefault: new Claim({
    id: "04-uniform-third",
    statement: "weights from U[−1/√n, 1/√n] have n·Var(W) = 1/3",
    source:
      "Glorot & Bengio 2010, eq. 1: “standard initialization”; PyTorch's default for dense layers",
    kind: "monte carlo",
    expected: 1 / 3,
    tolerance: 4 * Math.sqrt(4 / 5 / 100_000) / 3,
    reason: "4·σ/√N over 10⁵ weights; a uniform variable has kurtosis 9/5",
    measure: () => uniformDefaultGain(),
  }),
  biasFloor: new Claim({
    id: "04-bias-floor",
    statement:
      "with PyTorch's default biases too (Var(b) = 1/(3n)) the mean square of ReLU outputs " +
      "does not go to 0 but to 1/(5n) = 0.002",
    source: derived,
    kind: "monte carlo",
    expected: 1 / (5 * width),
    tolerance: 4 * Math.sqrt(5 / units) / (5 * width) * 6 / 5,
    reason: "4·σ/√N over 4,000 units: ReLU(z)² of a normal z has relative variance 5; " +
      "a sixth of an error is handed on",
    measure: async () =>
      averageOf(
        await signalsOf({ activation: "relu", gain: 1 / 3, biasVariance: 1 / (3 * width) }),
        { layer: depth, key: "outSecondMoment" },
      ),
  }),
  biasesOnly: new Claim({
    id: "04-biases-only",
    statement:
      "what is left there is the biases': of the mean square of outputs in layer 10 less than " +
      "10⁻⁵ differs between examples",
    source: derived,
    kind: "monte carlo",
    expected: { below: 1e-5 },
    tolerance: 0,
    reason:
      "what the input makes falls by 6 a layer or more: at most (1/6)¹⁰ / (1/(5n)) = 8.3·10⁻⁶ is left",
    measure: async () => {
      const rows = await signalsOf({
        activation: "relu",
        gain: 1 / 3,
        biasVariance: 1 / (3 * width),
      });
      return averageOf(rows, { layer: depth, key: "exampleVariance" }) /
        averageOf(rows, { layer: depth, key: "outSecondMoment" });
    },
  }),
  largeStalls: new Claim({
    id: "04-large-stalls",
    statement:
      "too large (gain 25): ten tanh layers have at least 0.3 less test accuracy than at 1.5",
    source: "this course; paired over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.3 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: async () => gainLead(await trainedNets(), [1.5, 25]),
    seconds: 9,
  }),
  smallStalls: new Claim({
    id: "04-small-stalls",
    statement:
      "too small (gain 0.1): ten tanh layers have at least 0.3 less test accuracy than at 1.5",
    source: "this course; paired over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.3 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: async () => gainLead(await trainedNets(), [1.5, 0.1]),
    seconds: 9,
  }),
  tanhFixedPoint: new Claim({
    id: "04-tanh-fixed-point",
    statement: "too large for tanh (n·Var(W) = 25): the variance of u does not grow for ever, " +
      "it settles at q = 25·E[tanh²(√q z)] = 20.7",
    source: derived,
    kind: "monte carlo",
    expected: tanhFixedPoint(tooLarge),
    tolerance: 4 * Math.sqrt(2 / units) * tanhFixedPoint(tooLarge),
    reason: "4·σ/√N over 4,000 units, as if all examples agreed",
    measure: async () =>
      averageOf(await signalsOf({ activation: "tanh", gain: tooLarge }), {
        layer: depth,
        key: "preSecondMoment",
      }),
  }),
  tanhPeaks: new Claim({
    id: "04-tanh-peaks",
    statement: "two peaks: with large weights (gain 25) 75 % of tanh outputs lie beyond ±0.9",
    source: derived,
    kind: "monte carlo",
    expected: 2 * normalShareBelow(-Math.atanh(0.9) / Math.sqrt(tanhFixedPoint(tooLarge))),
    tolerance: 4 * Math.sqrt(0.75 * 0.25 / units),
    reason: "4·σ/√N over 4,000 units, as if all examples agreed",
    measure: async () =>
      averageOf(await signalsOf({ activation: "tanh", gain: tooLarge }), {
        layer: depth,
        key: "largeShare",
      }),
  }),
  reluSpike: new Claim({
    id: "04-relu-spike",
    statement:
      "a spike at zero: with large weights (gain 25) half of all ReLU outputs are exactly 0",
    source: derived,
    kind: "monte carlo",
    expected: 1 / 2,
    tolerance: 4 * 0.5 / Math.sqrt(units),
    reason: "4·σ/√N over 4,000 units, as if all examples agreed",
    measure: async () =>
      averageOf(await signalsOf({ activation: "relu", gain: tooLarge }), {
        layer: depth,
        key: "zeroShare",
      }),
  }),
  sigmoidHalf: new Claim({
    id: "04-sigmoid-half",
    statement: "too small (n·Var(W) = 0.01): all sigmoid outputs crowd at ½",
    source: derived,
    kind: "monte carlo",
    expected: 1 / 2,
    tolerance: 4 * sigmoidSpread() / Math.sqrt(units),
    reason: "4·σ/√N over 4,000 units",
    measure: async () =>
      averageOf(await signalsOf({ activation: "sigmoid", gain: tooSmall }), {
        layer: depth,
        key: "outMean",
      }),
  }),
  sigmoidSpread: new Claim({
    id: "04-sigmoid-spread",
    statement: "the standard deviation of sigmoid outputs around ½ is then ¼·√(0.01 · ¼) = 0.0125",
    source: derived,
    kind: "monte carlo",
    expected: sigmoidSpread(),
    tolerance: sigmoidSpread() * (4 * Math.sqrt(1 / (2 * units)) + 0.01),
    reason: "4·σ/√N over 4,000 units; 1 % for the curve of the sigmoid",
    measure: async () =>
      Math.sqrt(averageOf(await signalsOf({ activation: "sigmoid", gain: tooSmall }), {
        layer: depth,
        key: "outVariance",
      })),
  }),
  demonstrationTypical: new Claim({
    id: "04-demonstration",
    statement:
      "a 4×4 matrix of N(0, 1) entries times a hundred more: log₁₀ of the largest entry is " +
      "24.8 on average, not 30.1 = log₁₀ √(4¹⁰⁰)",
    source: "this course; a demonstration used in many lectures",
    kind: "monte carlo",
    expected: 24.8,
    tolerance: 4 * 1.7 / Math.sqrt(1000) + 0.05,
    reason: "4·σ/√N over 1,000 products with σ = 1.7, and the expected value has one decimal",
    measure: async () => mean((await demonstration(demonstrationOptions)).map((row) => row[100])),
  }),
  lyapunov: new Claim({
    id: "04-lyapunov",
    statement:
      "the logarithm of such a product grows by (ln 2 + ψ(2))/2 a factor (ψ: digamma function): " +
      "fifty factors make 12.1 powers of ten",
    source: "Cohen & Newman 1984",
    kind: "monte carlo",
    expected: 50 * gaussianMatrixGrowth(4).mean / Math.LN10,
    tolerance: 4 * Math.sqrt(50 * gaussianMatrixGrowth(4).variance / 1000) / Math.LN10,
    reason: "4·σ/√N over 1,000 products, σ² = 50·ψ'(2)/4",
    measure: async () =>
      mean((await demonstration(demonstrationOptions)).map((row) => row[100] - row[50])),
  }),
  walkMean: new Claim({
    id: "04-walk-mean",
    statement:
      "He keeps the mean only: after 50 layers of 100 units ln(|y|²) has drifted to −1.27, " +
      "about −5L/(2n)",
    source: derived,
    kind: "monte carlo",
    expected: walkOptions.depth * reluLogDrift(walkOptions.width).mean,
    tolerance: 4 *
      Math.sqrt(walkOptions.depth * reluLogDrift(walkOptions.width).variance / walkOptions.nets),
    reason: "4·σ/√N over 200 nets",
    measure: async () => mean(await walks(walkOptions)),
  }),
  walkVariance: new Claim({
    id: "04-walk-variance",
    statement: "the variance of ln(|y|²) from net to net is then 2.60, about 5L/n",
    source: derived,
    kind: "monte carlo",
    expected: walkOptions.depth * reluLogDrift(walkOptions.width).variance,
    tolerance: 4 * Math.sqrt(2 / (walkOptions.nets - 1)) * walkOptions.depth *
      reluLogDrift(walkOptions.width).variance,
    reason: "4·σ of a sample variance of 200 nearly normal values, √(2/199) of itself",
    measure: async () => variance(await walks(walkOptions)),
  }),
};

/** ¼·√(n·Var(W)·¼): the slope of the sigmoid times the spread of u when every input is ½. */
function sigmoidSpread(): number {
  return Math.sqrt(tooSmall / 4) / 4;
}

interface ProductParts {
  statement: string;
  y: { mean: number; variance: number };
  w: { mean: number; variance: number };
  terms: number;
}

function productClaim(id: string, { statement, y, w, terms }: ProductParts): Claim {
  const expected = terms * varianceOfProduct(y, w);
  // A product of two normal variables has kurtosis of at most 9, a sum of them less.
  const tolerance = 4 * Math.sqrt(8 / samples) * expected;
  return new Claim({
    id: `04-${id}`,
    statement,
    source: derived,
    kind: "monte carlo",
    expected,
    tolerance,
    reason: "4·σ of a sample variance over 200,000 draws, whose kurtosis is at most 9",
    measure: () =>
      productVariance({
        meanY: y.mean,
        varianceY: y.variance,
        meanW: w.mean,
        varianceW: w.variance,
        terms,
        samples,
        seed: 1,
      }),
  });
}

function distributionClaim(distribution: Distribution): Claim {
  const gain = 2;
  const spread = Math.sqrt(2 * (1 / width + 1 / examples) / units + 2 / (examples * width));
  return new Claim({
    id: `04-${distribution}-weights`,
    statement: `with weights from ${
      words[distribution]
    } one layer multiplies the mean square by n·Var(W) = ${gain}`,
    source: derived,
    kind: "monte carlo",
    expected: gain,
    tolerance: 4 * spread * gain,
    reason: "4·σ: 4,000 draws of a quadratic form in the weights, and 20,000 inputs",
    measure: async () => {
      const x = gaussianRows();
      const net = { width, depth: 1, activation: "linear", gain, distribution, seeds } as const;
      const rows = await layerSignals(x, net);
      x.dispose();
      return mean(rows.map((row) => row.preSecondMoment));
    },
  });
}

function rectangularClaim(direction: "forward" | "backward", expected: number): Claim {
  const layer = { fanIn: 300, fanOut: 100, variance: 1 / 300, examples: 500, seed: 1 };
  const counted = direction === "forward" ? "fan-in" : "fan-out";
  return new Claim({
    id: `04-rectangular-${direction}`,
    statement:
      `${direction} through a layer of 300 inputs and 100 units with Var(W) = 1/300 the mean ` +
      `square is multiplied by ${counted}·Var(W)`,
    source: derived,
    kind: "monte carlo",
    expected,
    tolerance: 4 * (Math.sqrt(2 / 30_000) + Math.sqrt(2 / 50_000)) * expected,
    reason: "4·σ/√N over 30,000 weights and at least 50,000 numbers of a signal",
    measure: () => rectangularLayer(layer).then((factors) => factors[direction]),
  });
}

interface SlopeParts {
  gain: number;
  /** Share of the mean square that the activation keeps. */
  kept: number;
  of: "preSecondMoment" | "gradientSecondMoment";
  /** n times the variance of ln of one layer's factor. */
  logVariance: number;
}

function slopeClaim(activation: "linear" | "relu", parts: SlopeParts): Claim {
  const { gain, kept, of, logVariance } = parts;
  const direction = of === "preSecondMoment" ? "forward" : "backward";
  const sd = Math.sqrt(1.2 * logVariance / (width * depth * seeds.length));
  return new Claim({
    id: `04-${activation}-${direction}-slope`,
    statement:
      `${direction} through ${activation} layers of n·Var(W) = ${gain}, ln of the mean square ` +
      `changes by ln(${gain * kept}) a layer`,
    source: derived,
    kind: "monte carlo",
    expected: Math.log(gain * kept),
    tolerance: 4 * sd + logVariance / 2 / width,
    reason: "4·σ of a line fitted to a random walk, σ² = 1.2·c/(n·L·seeds); " +
      "and finite width lowers ln by up to c/(2n) a layer",
    measure: async () => fittedSlope(await signalsOf({ activation, gain }), of),
  });
}

async function uniformDefaultGain(): Promise<number> {
  const limit = 1 / Math.sqrt(width);
  const scaled = tf.tidy(() =>
    tf.moments(tf.randomUniform([1000, width], -limit, limit, "float32", 3)).variance.mul(width)
  );
  const [value] = await take(scaled);
  return value;
}
