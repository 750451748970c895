import { mixedCode } from "../experiments/mixed_code.ts";
import {
  bottlenecks,
  code,
  linearCoders,
  pretrained,
  type PretrainingStart,
  spreadFrom,
  studied,
  type StudiedNets,
  trainedFrom,
} from "../experiments/lesson_07.ts";
import { logisticGradient } from "../experiments/logistic_gradient.ts";
import { tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim, type ClaimOptions } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
const fromStudy = {
  source:
    "the committed study, test accuracies at the best rate, paired over 5 seeds, 95 % t interval",
};

/** What lesson 07 claims. */
export const claims = {
  anyMix: new Claim({
    id: "07-any-mix",
    statement:
      "a linear autoencoder whose code is mixed by an invertible matrix A, and unmixed by its " +
      "decoder, gives back the same: largest difference of an output",
    source: `${derived}: W·A·A⁻¹·V = W·V`,
    kind: "exact",
    expected: 0,
    tolerance: 1e-4,
    reason: "float32: sums over 784 pixels, of products up to some tens",
    measure: () => mixedCode({ code, seed: 1 }),
  }),
  noBetter: trainingClaim({
    id: "07-no-better",
    statement: "no linear autoencoder on the way is better than the principal components: the " +
      "smallest of all error ratios",
    source: "Eckart & Young 1936",
    expected: { above: 0.99999 },
    reason: "the ratio is 1 or more; 10⁻⁵ for float32 sums",
    measure: async () => Math.min(...(await linearCoders()).map(({ errorRatio }) => errorRatio)),
  }),
  asGood: trainingClaim({
    id: "07-as-good",
    statement: "after 1,600 steps its error is within 0.5 % of theirs; error ratio",
    source: "Baldi & Hornik 1989; mean over 5 seeds, 95 % t interval",
    expected: { below: 1.005 },
    measure: async () => tInterval((await lastCoders()).map(({ errorRatio }) => errorRatio)),
  }),
  sameSpace: trainingClaim({
    id: "07-same-space",
    statement:
      "and the space that its decoder spans is theirs: largest principal angle, in degrees",
    source: "Baldi & Hornik 1989; mean over 5 seeds, 95 % t interval",
    expected: { below: 2 },
    measure: async () => tInterval((await lastCoders()).map(({ largestAngle }) => largestAngle)),
  }),
  otherAxes: trainingClaim({
    id: "07-other-axes",
    statement: "but unit 1 is no component: angle to the nearest, in degrees",
    source: `${derived}; mean over 5 seeds, 95 % t interval`,
    expected: { above: 30 },
    measure: async () => tInterval((await lastCoders()).map(({ unitAngle }) => unitAngle)),
  }),
  bendsFurther: trainingClaim({
    id: "07-bends-further",
    statement: "with tanh layers around six units, more of the test digits comes through than " +
      "through six components: share unexplained over that of the components",
    expected: { below: 0.95 },
    measure: async () => {
      const [components, ...coders] = await bottlenecks();
      return tInterval(coders.map(({ unexplained }) => unexplained / components.unexplained));
    },
  }),
  logisticSlope: new Claim({
    id: "07-logistic-slope",
    statement:
      "a decoder's unit that says 0.0025 where 1 is right (output −6): the cross-entropy pulls " +
      "with σ(u) − x = −0.9975",
    source: derived,
    kind: "exact",
    expected: 1 / (1 + Math.exp(6)) - 1,
    tolerance: 1e-6,
    reason: "float32, one exponential",
    measure: () => logisticGradient({ output: -6, input: 1 }),
  }),
  copies: trainingClaim({
    id: "07-copies",
    statement:
      "from layer 2 on each autoencoder explains most of what comes in: the largest share of " +
      "variance that stays unexplained",
    expected: { below: 0.3 },
    measure: async () => {
      const rows = (await pretrained()).filter(({ layer }) => layer > 1);
      const seeds = [...new Set(rows.map(({ seed }) => seed))];
      return tInterval(
        seeds.map((seed) =>
          Math.max(...rows.filter((row) => row.seed === seed).map(({ unexplained }) => unexplained))
        ),
      );
    },
  }),
  randomFades: trainingClaim({
    id: "07-random-fades",
    statement: "random sigmoids: what differs between digits falls by a factor below 0.16 a " +
      "layer, between layers 2 and 5",
    source: `${derived}: σ'(0)·√(1/3) = 0.144; mean over 5 seeds, 95 % t interval`,
    expected: { below: 0.16 },
    measure: () => fading("random"),
  }),
  pretrainedKeeps: trainingClaim({
    id: "07-pretrained-keeps",
    statement: "pre-trained, it is kept: factor a layer",
    expected: { above: 0.9 },
    measure: () => fading("pre-trained"),
  }),
  shuffledFades: trainingClaim({
    id: "07-shuffled-fades",
    statement: "shuffled within each layer, the same weights lose it: factor a layer",
    expected: { below: 0.7 },
    measure: () => fading("shuffled"),
  }),
  randomFails: trainingClaim({
    id: "07-random-fails",
    statement: "five random layers of sigmoids, trained at rate 0.3, guess: test accuracy",
    expected: { below: 0.15 },
    measure: async () => accuracies(await trainedFrom("random")),
    seconds: 3,
  }),
  pretrainedLearns: trainingClaim({
    id: "07-pretrained-learns",
    statement: "pre-trained, the same net learns",
    expected: { above: 0.7 },
    measure: async () => accuracies(await trainedFrom("pre-trained")),
    seconds: 10,
  }),
  shuffledFails: trainingClaim({
    id: "07-shuffled-fails",
    statement: "shuffled, it has lost most of that: pre-trained minus shuffled, at this rate",
    expected: { above: 0.3 },
    measure: async () =>
      accuracyLead(await trainedFrom("pre-trained"), await trainedFrom("shuffled")),
    seconds: 10,
  }),
  shallowNeedsNone: trainingClaim({
    id: "07-shallow-needs-none",
    statement: "one layer of random sigmoids: there is nothing to rescue; test accuracy",
    ...fromStudy,
    expected: { above: 0.9 },
    measure: () => accuracies(studied({ start: "random", depth: 1 })),
  }),
  rescues: study("rescues", {
    statement: "eight layers: pre-training rescues; pre-trained minus random",
    expected: { above: 0.7 },
    nets: [{ start: "pre-trained", depth: 8 }, { start: "random", depth: 8 }],
  }),
  glorotFails: study("glorot-fails", {
    statement: "five layers of sigmoids from Glorot's weights guess, too; pre-trained minus Glorot",
    expected: { above: 0.7 },
    nets: [{ start: "pre-trained" }, { start: "Glorot" }],
  }),
  shuffledIsLost: study("shuffled-is-lost", {
    statement: "eight shuffled layers are lost at every rate; pre-trained minus shuffled",
    expected: { above: 0.7 },
    nets: [{ start: "pre-trained", depth: 8 }, { start: "shuffled", depth: 8 }],
  }),
  biasesCount: study("biases-count", {
    statement: "the same shuffled weights with biases that fit: centred minus shuffled",
    expected: { above: 0.4 },
    nets: [{ start: "shuffled, centred", depth: 8 }, { start: "shuffled", depth: 8 }],
  }),
  sizeIsEnough: study("size-is-enough", {
    statement: "and with signals of a fair size: shuffled, sd 1, minus pre-trained",
    expected: { above: -0.02 },
    nets: [{ start: "shuffled, sd 1", depth: 8 }, { start: "pre-trained", depth: 8 }],
  }),
  gainIsEnough: study("gain-is-enough", {
    statement: "without any data: random with gain 16 and biases −½·ΣW, minus pre-trained",
    expected: { above: -0.03 },
    nets: [{ start: "gain 16", depth: 8 }, { start: "pre-trained", depth: 8 }],
  }),
  sizeIsNeeded: trainingClaim({
    id: "07-size-is-needed",
    statement:
      "pre-trained structure with signals as faint as those of random weights guesses, at " +
      "every rate; test accuracy",
    ...fromStudy,
    expected: { below: 0.15 },
    measure: () => accuracies(studied({ start: "pre-trained, faint", depth: 8 })),
  }),
  structureAddsLittle: study("structure-adds-little", {
    statement: "at one size of signals: pre-trained structure minus shuffled",
    expected: { below: 0.02 },
    nets: [{ start: "pre-trained, sd 1", depth: 8 }, { start: "shuffled, sd 1", depth: 8 }],
  }),
  structureSaves: trainingClaim({
    id: "07-structure-saves",
    statement:
      "for signals of one size, shuffled weights must be larger: n·Var(W) of layers 2 to 5, " +
      "shuffled over pre-trained",
    expected: { above: 3 },
    measure: async () => {
      const of = async (start: PretrainingStart) =>
        (await spreadFrom(start)).filter(({ layer }) => layer > 1);
      const [shuffled, own] = [await of("shuffled, sd 1"), await of("pre-trained, sd 1")];
      const seeds = [...new Set(own.map(({ seed }) => seed))];
      const gain = (rows: typeof own, seed: number) =>
        mean(rows.filter((row) => row.seed === seed).map((row) => row.gain));
      return tInterval(seeds.map((seed) => gain(shuffled, seed) / gain(own, seed)));
    },
    seconds: 10,
  }),
  tanhIsBetter: study("tanh-is-better", {
    statement: "tanh from Glorot's weights minus pre-trained sigmoids",
    expected: { above: 0 },
    nets: [{ start: "tanh, Glorot" }, { start: "pre-trained" }],
  }),
  reluIsBetter: study("relu-is-better", {
    statement: "ReLU from He's weights minus pre-trained sigmoids",
    expected: { above: 0 },
    nets: [{ start: "ReLU, He" }, { start: "pre-trained" }],
  }),
  normalizationIsAsGood: study("normalization-is-as-good", {
    statement: "the same random sigmoids behind batch normalization, minus pre-trained",
    expected: { above: -0.02 },
    nets: [{ start: "sigmoid, BN" }, { start: "pre-trained" }],
  }),
  tanhGainsNothing: study("tanh-gains-nothing", {
    statement: "tanh: pre-trained minus Glorot's weights alone",
    expected: { below: 0.01 },
    nets: [{ start: "tanh, pre-trained" }, { start: "tanh, Glorot" }],
  }),
  reluGainsNothing: study("relu-gains-nothing", {
    statement: "ReLU: pre-trained minus He's weights alone",
    expected: { below: 0.01 },
    nets: [{ start: "ReLU, pre-trained" }, { start: "ReLU, He" }],
  }),
  fewLabelsCentred: study("few-labels-centred", {
    statement: "200 labels: pre-trained minus shuffled and centred",
    expected: { above: 0.01 },
    nets: [{ start: "pre-trained", labels: 200 }, { start: "shuffled, centred", labels: 200 }],
  }),
  fewLabelsEqual: study("few-labels-equal", {
    statement: "1,000 labels, at equal signals: pre-trained, sd 1, minus shuffled, sd 1",
    expected: { above: 0 },
    nets: [{ start: "pre-trained, sd 1", labels: 1000 }, { start: "shuffled, sd 1", labels: 1000 }],
  }),
  fewLabelsTanh: study("few-labels-tanh", {
    statement:
      "200 labels: over tanh and Glorot's weights it gains little; pre-trained, sd 1, minus tanh",
    expected: { below: 0.03 },
    nets: [{ start: "pre-trained, sd 1", labels: 200 }, { start: "tanh, Glorot", labels: 200 }],
  }),
};

async function lastCoders() {
  const rows = await linearCoders();
  const last = Math.max(...rows.map(({ step }) => step));
  return rows.filter(({ step }) => step === last);
}

/** The factor per layer by which the spread changes from layer 2 to layer 5. */
async function fading(start: PretrainingStart) {
  const rows = await spreadFrom(start);
  const of = (layer: number) => rows.filter((row) => row.layer === layer);
  return tInterval(of(5).map(({ spread }, i) => (spread / of(2)[i].spread) ** (1 / 3)));
}

function accuracies(rows: readonly { accuracy: number }[]) {
  return tInterval(rows.map(({ accuracy }) => accuracy));
}

/** A claim about two kinds of nets of the committed study, each at its best rate. */
function study(
  name: string,
  { statement, expected, nets: [one, other] }:
    & Pick<ClaimOptions, "statement" | "expected">
    & { nets: [StudiedNets, StudiedNets] },
): Claim {
  return trainingClaim({
    id: `07-${name}`,
    ...{ statement, expected },
    source:
      "the committed study; difference of test accuracies, paired over 5 seeds, 95 % t interval",
    measure: () => accuracyLead(studied(one), studied(other)),
  });
}
