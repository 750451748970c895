import { gradientExample } from "../experiments/lesson_08.ts";
import {
  accuraciesOf,
  bestOf,
  decay,
  equilibrium,
  equilibriumOfDecay,
  firstUpdates,
  geometry,
  gradientGrowth,
  gradientSizes,
  largestRate,
  oneStep,
  predictedLength,
  steadiness,
  updateSizes,
  whyStudy,
  withoutDecay,
} from "../experiments/lesson_09.ts";
import { normGradients } from "../experiments/norm_gradients.ts";
import { outputNoise } from "../experiments/output_noise.ts";
import { scaleInvariance } from "../experiments/scale_invariance.ts";
import { pairedInterval, tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
const study = "the committed study; over 5 seeds, 95 % t interval";
const santurkar = "Santurkar et al. 2018";

/** What lesson 09 claims. */
export const claims = {
  bearsMore: trainingClaim({
    id: "09-bears-more",
    statement:
      "ten ReLU layers: the largest rate at which they learn (mean accuracy above ½), with " +
      "batch normalization over that without",
    source: "the committed study, a grid of rates a factor of about three apart",
    expected: { above: 9 },
    measure: () => largestRate("batch") / largestRate("none"),
  }),
  noisyIsAsGood: trainingClaim({
    id: "09-noisy-is-as-good",
    statement:
      "batch normalization whose outputs are disturbed again, minus batch normalization, " +
      "each at its best rate; accuracy",
    source: `${santurkar}, section 2.2; ${study}`,
    expected: { above: -0.05 },
    measure: () => pairedInterval(rates("noisy"), rates("batch")),
  }),
  noisyIsUnsteady: trainingClaim({
    id: "09-noisy-is-unsteady",
    statement:
      "by how much the mean of a unit varies from batch to batch, in its standard deviations: disturbed " +
      "over plain network",
    source: "this course; over 5 seeds, 95 % t interval",
    expected: { above: 2 },
    measure: async () => {
      const [plain, noisy] = [await steadiness("none"), await steadiness("noisy")];
      return tInterval(noisy.map(({ meanMoves }, i) => meanMoves / plain[i].meanMoves));
    },
    seconds: 8,
  }),
  deepSigmoids: trainingClaim({
    id: "09-deep-sigmoids",
    statement:
      "sixteen layers of sigmoids, each at its best rate: with batch normalization minus gain " +
      "16 and centred biases without; accuracy",
    source: study,
    expected: { above: 0.03 },
    measure: () => pairedInterval(deep("batch", 16), deep("none", 16)),
  }),
  slowerAtFirst: trainingClaim({
    id: "09-slower-at-small-rates",
    statement: "at a rate of 0.003 they learn more slowly with it; without minus with",
    source: study,
    expected: { above: 0.1 },
    measure: () => {
      const at = (norm: "none" | "batch") =>
        accuraciesOf(whyStudy("rates"), { norm, learningRate: 0.003 });
      return pairedInterval(at("none"), at("batch"));
    },
  }),
  thirtyIsTooDeep: trainingClaim({
    id: "09-thirty-is-too-deep",
    statement: "thirty layers: the start is better than batch normalization; without minus with",
    source: study,
    expected: { above: 0 },
    measure: () => pairedInterval(deep("none", 30), deep("batch", 30)),
  }),
  gradientsGrow: new Claim({
    id: "09-gradients-grow",
    statement:
      "thirty ReLU layers with He's weights and batch normalization, before the first step: factor by " +
      "which gradients grow in a layer on their way back (geometric mean, layers 25 to 5)",
    source: "G. Yang et al. 2019; derived in the lesson: √(π/(π − 1))",
    kind: "monte carlo",
    expected: gradientGrowth,
    tolerance: 0.03,
    reason:
      "batches of 100 and layers of 100 units: each leaves out terms of order 1/100; measured over 20 " +
      "layers of 5 nets",
    measure: () => growthOf(true),
    seconds: 3,
  }),
  gradientsStay: new Claim({
    id: "09-gradients-stay",
    statement: "without batch normalization",
    source: "He et al. 2015; lesson 05",
    kind: "monte carlo",
    expected: 1,
    tolerance: 0.03,
    reason: "as above",
    measure: () => growthOf(false),
    seconds: 3,
  }),
  plateau: trainingClaim({
    id: "09-plateau",
    statement:
      "first weights from n·Var(W) = 10⁻⁵ to 10: the worst accuracy with batch normalization",
    source: study,
    expected: { above: 0.85 },
    measure: () => worst(scale("batch").filter(({ gain }) => gain >= 1e-5 && gain <= 10)),
  }),
  noPlateau: trainingClaim({
    id: "09-no-plateau",
    statement: "the same without",
    source: study,
    expected: { below: 0.3 },
    measure: () => worst(scale("none").filter(({ gain }) => gain >= 1e-5 && gain <= 10)),
  }),
  endsAtSmallScales: trainingClaim({
    id: "09-ends-at-small-scales",
    statement: "at 10⁻⁶ it does not learn with it either",
    source: study,
    expected: { below: 0.5 },
    measure: () => tInterval(accuraciesOf(scale("batch"), { gain: 1e-6 })),
  }),
  endsAtLargeScales: trainingClaim({
    id: "09-ends-at-large-scales",
    statement: "and at 10⁴ it hardly does",
    source: study,
    expected: { below: 0.6 },
    measure: () => tInterval(accuraciesOf(scale("batch"), { gain: 1e4 })),
  }),
  epsilonMovesTheEnd: trainingClaim({
    id: "09-epsilon-moves-the-end",
    statement: "with ε = 0.1 that end comes earlier: accuracy at 10⁻³, minus that with ε = 0.001",
    source: study,
    expected: { below: -0.5 },
    measure: () =>
      pairedInterval(
        accuraciesOf(whyStudy("epsilon"), { gain: 1e-3 }),
        accuraciesOf(scale("batch"), { gain: 1e-3 }),
      ),
  }),
  noEpsilonNoEnd: trainingClaim({
    id: "09-no-epsilon-no-end",
    statement: "with ε = 10⁻¹⁵ all layers may begin at 10⁻⁸: accuracy",
    source: study,
    expected: { above: 0.9 },
    measure: () => tInterval(accuraciesOf(whyStudy("corner"), { gain: 1e-8 })),
  }),
  smallLogitsAlone: trainingClaim({
    id: "09-small-logits-alone",
    statement: "where the last layer alone begins at 10⁻⁸, and the others at 2: accuracy",
    source: study,
    expected: { above: 0.9 },
    measure: () => tInterval(accuraciesOf(whyStudy("corner"), { gain: 2 })),
  }),
  logitsWereSmall: trainingClaim({
    id: "09-logits-were-small",
    statement:
      "where the last layer alone begins with n·Var(W) = 2 it learns at 10⁻⁸ too: accuracy",
    source: study,
    expected: { above: 0.9 },
    measure: () => tInterval(accuraciesOf(whyStudy("logits"), { gain: 1e-8 })),
  }),
  lastLayerLearns: trainingClaim({
    id: "09-last-layer-learns",
    statement: "and at 10⁶: accuracy",
    source: study,
    expected: { above: 0.6 },
    measure: () => tInterval(accuraciesOf(whyStudy("logits"), { gain: 1e6 })),
  }),
  nothingElseLearns: trainingClaim({
    id: "09-nothing-else-learns",
    statement: "where it does not depend on the scale any more: 10⁶ minus 10⁴",
    source: study,
    expected: { above: -0.02 },
    measure: () =>
      pairedInterval(
        accuraciesOf(whyStudy("logits"), { gain: 1e6 }),
        accuraciesOf(whyStudy("logits"), { gain: 1e4 }),
      ),
  }),
  longSteps: trainingClaim({
    id: "09-long-steps",
    statement:
      "five ReLU layers: the loss after a trial step of a hundred rates along the gradient, without batch " +
      "normalization over with, in powers of ten; mean over the training",
    source: `${santurkar}, figure 4; over 5 seeds, 95 % t interval`,
    expected: { above: 1 },
    measure: async () => {
      const logOf = (row: Row) => Math.log10(row.along.at(-1)!);
      return pairedInterval(
        perSeed(await geometry(false), logOf),
        perSeed(await geometry(true), logOf),
      );
    },
    seconds: 8,
  }),
  equalLengths: trainingClaim({
    id: "09-equal-lengths",
    statement:
      "the same after a trial step of one length, a tenth of that of all weights: without over with",
    source: "this course; over 5 seeds, 95 % t interval",
    expected: { above: 5 },
    measure: async () => {
      const ofLength = (row: Row) => row.alongLengths[0];
      const plain = perSeed(await geometry(false), ofLength);
      const normalized = perSeed(await geometry(true), ofLength);
      return tInterval(plain.map((value, i) => value / normalized[i]));
    },
    seconds: 8,
  }),
  steadyGradients: trainingClaim({
    id: "09-steady-gradients",
    statement:
      "cosine of the gradient with itself one step later on the same batch, mean over the " +
      "training: with batch normalization minus without",
    source: `${santurkar}, figure 4; over 5 seeds, 95 % t interval`,
    expected: { above: 0.2 },
    measure: async () => {
      const of = async (normalized: boolean) =>
        perSeed(await geometry(normalized), (row) => row.gradientCosine);
      return pairedInterval(await of(true), await of(false));
    },
    seconds: 8,
  }),
  theorem: new Claim({
    id: "09-theorem",
    statement:
      "ε = 0: |∂ℒ/∂x|² over γ²/s²·(|g|² − (Σg)²/m − (Σg·x̂)²/m), for the first of seven units",
    source: `${santurkar}, theorem 4.1: an equality for one unit`,
    kind: "exact",
    expected: 1,
    tolerance: 1e-5,
    reason: "float32 gradient of TensorFlow.js",
    measure: theoremRatio,
  }),
  outputNoise: new Claim({
    id: "09-output-noise",
    statement:
      "batches of 64: what an example at 2 standard deviations becomes varies from batch to " +
      "batch by √((1 + 2²/2)/m) = 0.217",
    source: derived,
    kind: "monte carlo",
    expected: Math.sqrt((1 + 2) / 64),
    tolerance: 0.217 * (4 / Math.sqrt(2 * 20_000) + 3 / 64),
    reason: "4·σ/√N over 20,000 batches, and terms of order 1/m",
    measure: () => outputNoise({ value: 2, examples: 64, batches: 20_000, seed: 1 }),
  }),
  scaleFree: new Claim({
    id: "09-scale-free",
    statement: "weights before batch normalization times 3 (ε = 0): largest change of a logit",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-4,
    reason: "float32 sums over 784 pixels",
    measure: async () => (await tripled()).change,
  }),
  gradientShrinks: new Claim({
    id: "09-gradient-shrinks",
    statement: "their gradient becomes a third",
    source: derived,
    kind: "exact",
    expected: 1 / 3,
    tolerance: 1e-5,
    reason: "float32",
    measure: async () => (await tripled()).gradientRatio,
  }),
  rightAngle: new Claim({
    id: "09-right-angle",
    statement: "and stands at right angles to the weights of each unit: largest cosine",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-5,
    reason: "float32 sums over 784 weights",
    measure: async () => (await tripled()).cosine,
  }),
  growsOnly: new Claim({
    id: "09-grows-only",
    statement:
      "so that a step of gradient descent makes |w|² larger by η²|g|²: largest relative error",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-5,
    reason: "float32 sums over 784 weights",
    measure: async () => (await tripled()).growth,
  }),
  equilibriumLength: new Claim({
    id: "09-equilibrium-length",
    statement:
      "with weight decay λ the length comes to (η·E|g̃|²/(2λ))^¼: mean over the last 300 of 600 " +
      "steps, over that",
    source: "van Laarhoven 2017; derived in the lesson",
    kind: "monte carlo",
    expected: 1,
    tolerance: 0.1,
    reason:
      "the average of |g̃|² over 12 looks at 5 nets varies by some percent, its fourth root less; " +
      "the length follows slowly",
    measure: async () => {
      const rows = await equilibrium(1);
      return mean(late(rows).map(({ norm }) => norm)) / predictedLength(rows);
    },
    seconds: 5,
  }),
  equilibriumAngle: new Claim({
    id: "09-equilibrium-angle",
    statement:
      "and each step turns the weights by √(2ηλ) = 0.134 radians, whatever the length (root mean " +
      "square)",
    source: "van Laarhoven 2017; derived in the lesson",
    kind: "monte carlo",
    expected: Math.sqrt(2 * decay.learningRate * decay.weightDecay),
    tolerance: 0.134 * 0.15,
    reason:
      "60 looks whose squares vary by about as much as they are: 4·1/√60/2 is a quarter; looks of " +
      "one training agree better",
    measure: async () => Math.sqrt(mean(late(await equilibrium(1)).map(({ angle }) => angle ** 2))),
    seconds: 5,
  }),
  decayIsRate: new Claim({
    id: "09-decay-is-rate",
    statement:
      "60 steps with weight decay, and without decay at the rate η·(1 − ηλ)^−(2t + 1): largest " +
      "difference of a logit (ε = 0)",
    source: "Li & Arora 2020, theorem 1; derived in the lesson",
    kind: "exact",
    expected: 0,
    tolerance: 1e-3,
    reason:
      "float32: differences of 2⁻²⁴ in 784 weights, which 60 steps of training may make a hundred times larger",
    measure: () => differenceOf("growing rate"),
  }),
  decayIsSomething: new Claim({
    id: "09-decay-is-something",
    statement: "without decay at the rate η: the same",
    source: "this course",
    kind: "exact",
    expected: { above: 0.3 },
    tolerance: 0,
    reason: "one training, hundreds of times the tolerance of the claim before",
    measure: () => differenceOf("neither"),
  }),
  angleOfSgd: new Claim({
    id: "09-angle-of-sgd",
    statement: "weights three times as long: angle of a step of gradient descent, over that before",
    source: derived,
    kind: "exact",
    expected: 1 / 9,
    tolerance: 1e-4,
    reason: "float32 sums over 39,200 weights",
    measure: async () => (await tripled()).sgdAngleRatio,
  }),
  angleOfAdam: new Claim({
    id: "09-angle-of-adam",
    statement: "the same of the first step of Adam, whose length does not depend on the gradient's",
    source: derived,
    kind: "exact",
    expected: 1 / 3,
    tolerance: 2e-3,
    reason: "Adam's own ε beside gradients of 10⁻⁵, and what of the step goes along the weights",
    measure: async () => (await tripled()).adamAngleRatio,
  }),
  dropoutHelpsPlain: trainingClaim({
    id: "09-dropout-helps-plain",
    statement: "1,000 digits, rate 0.1, no normalization: dropout of a fifth minus none; accuracy",
    source: study,
    expected: { above: 0 },
    measure: () => dropoutGain("none"),
  }),
  dropoutHelpsBatch: trainingClaim({
    id: "09-dropout-helps-batch",
    statement: "with batch normalization: the same",
    source: `against Ioffe & Szegedy 2015, section 3.4; ${study}`,
    expected: { above: 0 },
    measure: () => dropoutGain("batch"),
  }),
  batchWithoutDropout: trainingClaim({
    id: "09-batch-without-dropout",
    statement:
      "at their best rates: batch normalization without dropout minus dropout of a fifth without batch " +
      "normalization; accuracy",
    source: study,
    expected: { above: -0.01 },
    measure: () => {
      const of = (norm: "none" | "batch", dropRate: number) =>
        bestOf(whyStudy("dropout"), { norm, dropRate });
      return pairedInterval(of("batch", 0), of("none", 0.2));
    },
  }),
  smallBatchesHelpPlain: trainingClaim({
    id: "09-small-batches-help-plain",
    statement:
      "1,000 digits known by heart, no normalization, best rates: batches of 10 minus batches of 250",
    source: study,
    expected: { above: 0 },
    measure: () => smallBatchGain("none"),
  }),
  noiseDoesNotHelp: trainingClaim({
    id: "09-noise-does-not-help",
    statement: "with batch normalization: the same",
    source: study,
    expected: { below: 0 },
    measure: () => smallBatchGain("batch"),
  }),
  sameProduct: new Claim({
    id: "09-same-product",
    statement: "a tenth of the rate with ten times the decay: the same angle",
    source: "van Laarhoven 2017; derived in the lesson",
    kind: "monte carlo",
    expected: Math.sqrt(2 * decay.learningRate * decay.weightDecay),
    tolerance: 0.134 * 0.15,
    reason: "as above",
    measure: async () =>
      Math.sqrt(mean(late(await equilibriumOfDecay()).map(({ angle }) => angle ** 2))),
    seconds: 5,
  }),
  sameStart: new Claim({
    id: "09-same-start",
    statement:
      "γ = √(v + ε) and β = μ: largest difference of a logit to the network without normalization",
    source: "Ioffe & Szegedy 2015, section 3; lesson 08",
    kind: "exact",
    expected: 0,
    tolerance: 1e-4,
    reason: "float32 sums over 784 pixels and 50 units",
    measure: async () => Math.max(...(await oneStep()).map(({ before }) => before)),
  }),
  otherWay: trainingClaim({
    id: "09-other-way",
    statement:
      "after one step of each, at one rate: length of the difference of all logits, over that of their " +
      "change",
    source: "this course; over 5 seeds, 95 % t interval",
    expected: { above: 0.5 },
    measure: async () => tInterval((await oneStep()).map(({ after }) => after)),
  }),
  equilibriumForgets: trainingClaim({
    id: "09-equilibrium-forgets",
    statement: "it forgets where it began: length from n·Var(W) = 16 over that from 1, at the end",
    source: "this course; over 5 seeds, 95 % t interval",
    expected: { below: 1.15 },
    measure: async () => {
      const [long, short] = [lastLengths(await equilibrium(16)), lastLengths(await equilibrium(1))];
      return tInterval(long.map((value, i) => value / short[i]));
    },
    seconds: 9,
  }),
  steadyUpdates: trainingClaim({
    id: "09-steady-updates",
    statement:
      "ten ReLU layers, rate 0.03: ‖ΔW‖/‖W‖ of the first step, largest over smallest of five nets, " +
      "without batch normalization",
    source: "this course",
    expected: { above: 2 },
    measure: async () => spread(updateSizes(await firstUpdates("none"))),
    seconds: 3,
  }),
  steadyUpdatesNormalized: trainingClaim({
    id: "09-steady-updates-normalized",
    statement: "with it",
    source: "this course",
    expected: { below: 1.3 },
    measure: async () => spread(updateSizes(await firstUpdates("batch"))),
    seconds: 3,
  }),
  shiftRemains: trainingClaim({
    id: "09-shift-remains",
    statement:
      "internal covariate shift (change of a layer's gradient when the layers before it take their " +
      "step, over its length), five ReLU layers, mean over layers and training, with batch normalization",
    source: `${santurkar}, definition 2.1; over 5 seeds, 95 % t interval`,
    expected: { above: 0.3 },
    measure: async () => tInterval(perSeed(await geometry(true), (row) => mean(row.shifts))),
    seconds: 8,
  }),
};

const spread = (values: readonly number[]) => Math.max(...values) / Math.min(...values);

type Row = Awaited<ReturnType<typeof geometry>>[number];

const rates = (norm: "batch" | "noisy") => bestOf(whyStudy("rates"), { norm });
const deep = (norm: "none" | "batch", depth: number) => bestOf(whyStudy("depth"), { norm, depth });
const scale = (norm: "none" | "batch") => whyStudy("scale").filter((row) => row.norm === norm);
const smallBatchGain = (norm: "none" | "batch") => {
  const of = (batchSize: number) => bestOf(whyStudy("generalization"), { norm, batchSize });
  return pairedInterval(of(10), of(250));
};
const dropoutGain = (norm: "none" | "batch") => {
  const of = (dropRate: number) =>
    accuraciesOf(whyStudy("dropout"), { norm, dropRate, learningRate: 0.1 });
  return pairedInterval(of(0.2), of(0));
};
const tripled = async () => (await scaleInvariance({ factor: 3, learningRate: 0.5, seed: 1 }))[0];

async function differenceOf(way: "growing rate" | "neither"): Promise<number> {
  return (await withoutDecay()).find((row) => row.way === way)!.difference;
}

/** Factor by which gradients grow from layer 25 back to layer 5, for one layer. */
async function growthOf(normalized: boolean): Promise<number> {
  const rows = await gradientSizes(normalized);
  const logOf = (at: number) =>
    mean(rows.filter(({ layer }) => layer === at).map(({ size }) => Math.log(size)));
  return Math.exp((logOf(5) - logOf(25)) / 20);
}

/** The interval of the gain with the lowest mean accuracy. */
function worst(rows: ReturnType<typeof scale>) {
  const gains = [...new Set(rows.map(({ gain }) => gain))];
  const all = gains.map((gain) => tInterval(accuraciesOf(rows, { gain })));
  return all.reduce((a, b) => b.mean < a.mean ? b : a);
}

/** The mean over the steps of one number, for each seed. */
function perSeed(rows: readonly Row[], of: (row: Row) => number): number[] {
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  return seeds.map((seed) => mean(rows.filter((row) => row.seed === seed).map(of)));
}

type Length = Awaited<ReturnType<typeof equilibrium>>[number];
const late = (rows: readonly Length[]) => rows.filter(({ step }) => step > 300);

function lastLengths(rows: readonly Length[]): number[] {
  const last = Math.max(...rows.map(({ step }) => step));
  return rows.filter(({ step }) => step === last).map(({ norm }) => norm);
}

async function theoremRatio(): Promise<number> {
  const given = { ...gradientExample, epsilon: 0 };
  const rows = await normGradients(given);
  const gradient = rows.find(({ by }) => by === "TensorFlow.js, float32")!.gradient;
  const column = (values: number[][]) => values.map((row) => row[0]);
  const [x, g] = [column(given.x), column(given.weights)];
  const centre = mean(x);
  const s = Math.sqrt(mean(x.map((value) => (value - centre) ** 2)));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const along = sum(g.map((value, i) => value * (x[i] - centre) / s));
  const length = sum(g.map((value) => value ** 2));
  const expected = (given.gamma[0] / s) ** 2 * (length - (sum(g) ** 2 + along ** 2) / x.length);
  return sum(column(gradient).map((value) => value ** 2)) / expected;
}
