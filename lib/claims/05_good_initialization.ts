import { activations } from "../activations/activations.ts";
import { gaussianMean } from "../activations/gaussian_moments.ts";
import { normalShareBelow } from "../activations/normal_distribution.ts";
import { tanh } from "../activations/tanh.ts";
import { sigmoidActivation } from "../activations/sigmoid.ts";
import { runsAtBestRate } from "../experiments/best_rate.ts";
import { defaultInitializers, drawnSide } from "../experiments/default_initializers.ts";
import { funnel, type FunnelRow } from "../experiments/funnel.ts";
import {
  drift,
  frameworkDefaults,
  funnelWidths,
  gradientGrowth,
  inLayer,
  signalsIn,
  startStudy,
  type StartStudyRow,
  tanhGain,
  thirtyLayers,
  walkOptions,
  walks,
  wide,
} from "../experiments/lesson_05.ts";
import { lsuvExample } from "../experiments/lsuv_example.ts";
import type { Start } from "../experiments/starts.ts";
import { fansOf, glorot, lecun, scaled } from "../initializers/initializers.ts";
import {
  gradientFactor,
  meanSquaresByLayer,
  tanhFixedPoint,
} from "../initializers/variance_laws.ts";
import { tInterval } from "../statistics/interval.ts";
import { mean, variance } from "../statistics/moments.ts";
import { take } from "../tensorflow/read.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim, type ClaimOptions } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
/** The share of its variance that a normal distribution cut at ±2 keeps. */
const cut = 1 - 4 * Math.exp(-2) / Math.sqrt(2 * Math.PI) / (2 * normalShareBelow(2) - 1);
/** Of the pre-activations of layers 1, 2, …; at place l that of the outputs of layer l. */
const tanhSquares = meanSquaresByLayer(Math.tanh, { gain: 1, first: 1, depth: 51 });
const fiveThirds = tanhFixedPoint(tanhGain);
const gelu = activations.find(({ name }) => name === "gelu")!;
/** Independent layers' worth of weights behind a fitted growth per layer. */
const fitted = 30 * wide.width * wide.seeds.length;

/** What lesson 05 claims. */
export const claims = {
  glorotSd: new Claim({
    id: "05-glorot-sd",
    statement:
      "300 inputs, 100 outputs: Glorot's weights have standard deviation √(2/400) = 0.0707, " +
      "not 0.0789, the average of 1/√300 and 1/√100",
    source: "Glorot & Bengio 2010, eq. 12",
    kind: "monte carlo",
    expected: Math.sqrt(2 / 400),
    tolerance: 4 * Math.sqrt(2 / 400) / Math.sqrt(2 * 300 * 100),
    reason: "4·σ/√(2N), the standard error of a standard deviation over 30,000 weights",
    measure: async () => {
      const weights = scaled({ law: glorot, seed: 1 }).apply([300, 100]);
      const values = [...await take(weights)];
      return Math.sqrt(mean(values.map((w) => w * w)));
    },
  }),
  forwardLawBackward: funnelClaim("forward-law", "backward", {
    statement:
      "a funnel from 1,024 to 32 units with Var(W) = 1/n_in keeps the signal, and leaves " +
      "the gradient 32/1024 of its mean square (as a logarithm)",
    law: "lecun",
    factor: funnelWidths.at(-1)! / funnelWidths[0],
  }),
  glorotForward: funnelClaim("glorot-forward", "forward", {
    statement: "Glorot's compromise: the signal grows by (4/3)⁵ (as a logarithm)",
    law: "glorot",
    factor: (4 / 3) ** 5,
  }),
  sigmoidDifferences: new Claim({
    id: "05-sigmoid-differences",
    statement: "Var(W) = 1/n and sigmoids: what differs between examples is multiplied by " +
      "E[σ'(u)²] = 0.0557 in each layer, an eighteenth",
    source: derived,
    kind: "monte carlo",
    expected: gradientFactor(sigmoidActivation.derivative, {
      gain: 1,
      square: meanSquaresByLayer(sigmoidActivation.value, { gain: 1, first: 1, depth: 9 }).at(-1)!,
    }),
    tolerance: 0.0557 * 4 * Math.sqrt(5 / (6 * wide.width * wide.seeds.length)),
    reason: "4·σ/√N over the units of six layers and five draws",
    measure: async () => {
      const rows = await signalsIn({ activation: "sigmoid", gain: 1, depth: 8 });
      const of = "exampleVariance" as const;
      return (inLayer(rows, { layer: 8, of }) / inLayer(rows, { layer: 2, of })) ** (1 / 6);
    },
  }),
  tanhDecays: tanhClaim(10),
  tanhDecaysDeep: tanhClaim(50),
  fiveThirdsSquare: new Claim({
    id: "05-five-thirds-output",
    statement: "tanh with gain (5/3)²: the mean square of outputs settles at 0.424",
    source: `${derived}; the gain is PyTorch's \`calculate_gain("tanh")\`, squared`,
    kind: "monte carlo",
    expected: fiveThirds / tanhGain,
    tolerance: 4 * Math.sqrt(2 / (wide.width * wide.seeds.length)) * fiveThirds / tanhGain,
    reason: "4·σ/√N over 2,000 units, as if all examples agreed",
    measure: async () =>
      inLayer(await signalsIn(fiveThirdsNet), { layer: 30, of: "outSecondMoment" }),
  }),
  fiveThirdsSaturated: new Claim({
    id: "05-five-thirds-saturated",
    statement: "5.4 % of its outputs are beyond ±0.97",
    source: derived,
    kind: "monte carlo",
    expected: 2 * normalShareBelow(-Math.atanh(0.97) / Math.sqrt(fiveThirds)),
    tolerance: 4 * Math.sqrt(0.054 * 0.946 / (wide.width * wide.seeds.length)),
    reason: "4·σ/√N over 2,000 units, as if all examples agreed",
    measure: async () => inLayer(await signalsIn(fiveThirdsNet), { layer: 30, of: "largeShare" }),
  }),
  fiveThirdsBackward: new Claim({
    id: "05-five-thirds-backward",
    statement: "and the mean square of its gradient grows by 1.21 a layer on its way back",
    source: derived,
    kind: "monte carlo",
    expected: gradientFactor(tanh.derivative, { gain: tanhGain, square: fiveThirds }),
    tolerance: 1.21 * (4 * Math.sqrt(5 / fitted) + 5 / (2 * wide.width)),
    reason: "4·σ/√N over the units of 30 layers and five draws; a geometric mean is lower by the " +
      "order of 5/(2n) a layer",
    measure: async () => gradientGrowth(await signalsIn(fiveThirdsNet)),
  }),
  geluGrows: new Claim({
    id: "05-gelu-grows",
    statement:
      "GELU with its own gain 2.35 and inputs of mean square 1: after 30 layers the mean " +
      "square of pre-activations is beyond ten times that of the first",
    source: derived,
    kind: "monte carlo",
    expected: { above: 10 },
    tolerance: 0,
    reason: `wide layers predict 68, nets of width ${wide.width} have some tens`,
    measure: async () => {
      const gain = 1 / gaussianMean((z) => gelu.value(z) ** 2);
      const rows = await signalsIn({ activation: "gelu", gain, depth: 30 });
      const of = "preSecondMoment" as const;
      return inLayer(rows, { layer: 30, of }) / inLayer(rows, { layer: 1, of });
    },
  }),
  orthogonalWalk: new Claim({
    id: "05-orthogonal-walk",
    statement:
      "√2 times orthogonal weights and ReLU: the logarithm of the squared length varies by " +
      "about 3L/n = 1.5 after 50 layers of 100 units, not by He's 5L/n = 2.5",
    source: derived,
    kind: "monte carlo",
    expected: 3 * walkOptions.depth / walkOptions.width,
    tolerance: (4 * Math.sqrt(2 / (walkOptions.nets - 1)) + 0.06) * 1.5,
    reason: "4·σ of a sample variance of 200 nearly normal values; 6 % for terms of order 1/n²",
    measure: async () => variance(await walks("orthogonal")),
  }),
  lsuvOnce: new Claim({
    id: "05-lsuv-once",
    statement:
      "LSUV without biases: one scaling makes the variance of each layer's pre-activations 1 " +
      "on the batch; largest miss",
    source: "Mishkin & Matas 2016; scaling the weights scales the outputs",
    kind: "exact",
    expected: 0,
    tolerance: 1e-5,
    reason: "float32: sums over 500 examples of 100 units",
    measure: () => {
      const rows = lsuvExample({ activation: "tanh", most: 1, seed: 1 });
      return Math.max(...rows.map(({ after }) => Math.abs(after - 1)));
    },
  }),
  lsuvBiases: new Claim({
    id: "05-lsuv-biases",
    statement: "with biases of variance 1 one scaling is not enough: variance of the first layer " +
      "after it",
    source: "the bias is not scaled: v → (v − 1)/v + 1",
    kind: "exact",
    expected: { above: 1.3 },
    tolerance: 0,
    reason: "from 1 + 1 = 2 one scaling leads to ½ + 1 = 1.5",
    measure: () => lsuvExample({ activation: "tanh", biasVariance: 1, most: 1, seed: 1 })[0].after,
  }),
  tfjsHeNormal: defaultClaim("heNormal", 2 * cut),
  tfjsGlorotNormal: defaultClaim("glorotNormal", cut),
  pytorchLinear: recordedClaim("PyTorch", "nn.Linear, weights", 1 / 3),
  kerasGlorotNormal: recordedClaim("Keras", "GlorotNormal", 1),
  vgg: new Claim({
    id: "05-vgg",
    statement:
      "VGG-B with standard deviation 0.01: from conv10 back to conv2 the gradient is 16,729 " +
      "times smaller than with He's weights",
    source: "He et al. 2015, sec. 2.2: 1/(1.7·10⁴)",
    kind: "exact",
    expected: 16_729,
    tolerance: 1,
    reason: "the paper gives two digits of it; rounded to a whole number",
    measure: () => {
      const filters = [64, 128, 128, 256, 256, 512, 512, 512, 512];
      const sd = (count: number) => Math.sqrt(2 / fansOf([3, 3, 3, count]).fanOut);
      return filters.reduce((product, count) => product * sd(count) / 0.01, 1);
    },
  }),
  heStarts: trainingClaim({
    id: "05-he-starts",
    statement: "thirty ReLU layers, gradient descent: He's weights have learned something when " +
      "Glorot's have not; difference of the test accuracies",
    source: "He et al. 2015, fig. 3; here paired over 5 seeds, 95 % t interval",
    expected: { above: 0.1 },
    measure: async () => {
      const rows = await thirtyLayers();
      const of = (start: Start) => rows.filter((row) => row.start === start);
      return accuracyLead(of("He"), of("Glorot"));
    },
    seconds: 11,
  }),
  glorotStalls: study("glorot-stalls", {
    statement:
      "Glorot's thirty layers guess at each of three rates, after 200 steps; best accuracy",
    expected: { below: 0.15 },
    of: { start: "Glorot", optimizer: "sgd", depth: 30 },
  }),
  orthogonalIsBetter: trainingClaim({
    id: "05-orthogonal-is-better",
    statement: "thirty layers: orthogonal weights are better than He's, each at its best rate; " +
      "difference of the test accuracies",
    source: "the committed study; paired over 5 seeds, 95 % t interval",
    expected: { above: 0 },
    measure: () => {
      const of = (start: Start) => bestRuns({ start, optimizer: "sgd", depth: 30 });
      return accuracyLead(of("orthogonal, gain 2"), of("He"));
    },
  }),
  adamHides: study("adam-hides", {
    statement: "with Adam they learn: the optimizer hides much of the bad start; accuracy",
    expected: { above: 0.2 },
    of: { start: "Glorot", optimizer: "adam", depth: 30 },
  }),
  driftsAway: trainingClaim({
    id: "05-drifts-away",
    statement: "ten ReLU layers from He's weights: after 100 steps the standard deviation of the " +
      "last pre-activations has grown, by the factor",
    source: "this course; mean over 5 seeds, 95 % t interval",
    expected: { above: 1.1 },
    measure: async () => {
      const rows = (await drift()).filter(({ layer }) => layer === 10);
      const last = Math.max(...rows.map(({ step }) => step));
      const of = (step: number) => rows.filter((row) => row.step === step);
      return tInterval(of(last).map(({ sd }, i) => sd / of(1)[i].sd));
    },
    seconds: 5,
  }),
};

const fiveThirdsNet = { activation: "tanh", gain: tanhGain, depth: 30, large: 0.97 } as const;

function tanhClaim(layer: number): Claim {
  const expected = tanhSquares[layer];
  return new Claim({
    id: `05-tanh-decays-${layer}`,
    statement: `tanh with Var(W) = 1/n: the mean square of outputs in layer ${layer} is ` +
      `${expected.toFixed(4)}, about 1/(2·${layer}); it does not settle`,
    source: derived,
    kind: "monte carlo",
    expected,
    tolerance: 4 * Math.sqrt(2 * layer / 5 / (wide.width * wide.seeds.length)) * expected,
    reason: "4·σ/√N: a disturbance of 2/n in layer l₀ has faded to (l₀/l)² in layer l, which " +
      "makes l/5 of them; five draws",
    measure: async () =>
      inLayer(await signalsIn({ activation: "tanh", gain: 1, depth: 50 }), {
        layer,
        of: "outSecondMoment",
      }),
  });
}

function funnelClaim(
  name: string,
  of: keyof FunnelRow,
  { statement, law, factor }: { statement: string; law: "lecun" | "glorot"; factor: number },
): Claim {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const spread = funnelWidths.slice(1).reduce((sum, n) => sum + 2 / n, 0);
  return new Claim({
    id: `05-${name}`,
    statement,
    source: derived,
    kind: "monte carlo",
    expected: Math.log(factor),
    tolerance: 4 * Math.sqrt(spread / seeds.length) + spread / 2,
    reason:
      "4·σ/√N over 8 nets, whose logarithm varies by Σ 2/n, and drifts by half of it, at most",
    measure: async () => {
      const laws = { lecun, glorot };
      return Math.log((await funnel({ ...funnelOptions, law: laws[law], seeds }))[of]);
    },
  });
}

const funnelOptions = { widths: funnelWidths, examples: 200 };

function defaultClaim(initializer: string, expected: number): Claim {
  const id = initializer.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return new Claim({
    id: `05-${id}`,
    statement:
      `TensorFlow.js, ${initializer}: n·Var(W) of a square matrix is ${
        expected.toFixed(3)
      }, because the ` +
      "bell curve is cut at two standard deviations and not widened again",
    source: "variance of a normal distribution cut at ±2: 0.7737; tensorflow/tfjs#8594",
    kind: "monte carlo",
    expected,
    tolerance: 4 * Math.sqrt(2 / drawnSide ** 2) * expected,
    reason: "4·σ/√N over 250,000 weights; the cut makes the kurtosis smaller than 3",
    measure: async () => {
      const rows = await defaultInitializers();
      return rows.find((row) => row.initializer === initializer)!.measured;
    },
  });
}

/** A claim about the committed record of what other frameworks draw. */
function recordedClaim(framework: string, initializer: string, expected: number): Claim {
  const id = `${framework}-${initializer}`.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return new Claim({
    id: `05-${id}`,
    statement: `${framework}, ${initializer}: n·Var(W) of a square matrix is ` +
      Number(expected.toPrecision(3)),
    source: "the committed record of tools/framework_defaults.py",
    kind: "monte carlo",
    expected,
    tolerance: 4 * Math.sqrt(2 / drawnSide ** 2) * expected,
    reason: "4·σ/√N over 250,000 weights",
    measure: () =>
      frameworkDefaults().find((row) =>
        row.framework === framework && row.initializer === initializer
      )!.measured,
  });
}

/** A claim about the committed study: the rate with the best mean accuracy. */
function study(
  name: string,
  { statement, expected, of }: Pick<ClaimOptions, "statement" | "expected"> & {
    of: Pick<StartStudyRow, "start" | "optimizer" | "depth">;
  },
): Claim {
  return trainingClaim({
    id: `05-${name}`,
    ...{ statement, expected },
    source: "the committed study; mean over 5 seeds, 95 % t interval",
    measure: () => tInterval(bestRuns(of).map(({ accuracy }) => accuracy)),
  });
}

/** The runs of the study with the rate that has the best mean accuracy. */
function bestRuns(of: Pick<StartStudyRow, "start" | "optimizer" | "depth">): StartStudyRow[] {
  const rows = startStudy().filter((row) =>
    row.start === of.start && row.optimizer === of.optimizer && row.depth === of.depth
  );
  return runsAtBestRate(rows, ({ accuracy }) => accuracy);
}
