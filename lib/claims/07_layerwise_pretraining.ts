import { mixedCode } from "../experiments/mixed_code.ts";
import {
  bottlenecks,
  code,
  lead,
  linearCoders,
  pretrained,
  type SigmoidStart,
  spreadFrom,
  studied,
  type StudiedNets,
  trainedFrom,
} from "../experiments/lesson_07.ts";
import { logisticGradient } from "../experiments/logistic_gradient.ts";
import { tInterval } from "../statistics/interval.ts";
import { Claim, type ClaimOptions } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";

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
    statement: "but a single unit is no component: angle to the nearest, in degrees",
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
    statement: "each layer's autoencoder explains most of what comes in: the largest share of " +
      "variance, among layers 2 to 5, that stays unexplained",
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
    measure: async () => lead(await trainedFrom("pre-trained"), await trainedFrom("shuffled")),
    seconds: 10,
  }),
  shallowGainsNothing: study("shallow-gains-nothing", {
    statement: "one layer: pre-training does not help; pre-trained minus random",
    expected: { below: 0.02 },
    nets: [{ start: "pre-trained", depth: 1 }, { start: "random", depth: 1 }],
  }),
  rescues: study("rescues", {
    statement: "eight layers: it rescues; pre-trained minus random",
    expected: { above: 0.7 },
    nets: [{ start: "pre-trained", depth: 8 }, { start: "random", depth: 8 }],
  }),
  scaleRescues: study("scale-rescues", {
    statement: "without structure, but with the size of its signals in each layer, it learns " +
      "too; matched minus random",
    expected: { above: 0.7 },
    nets: [{ start: "matched", depth: 8 }, { start: "random", depth: 8 }],
  }),
  weightsAreNotSignals: study("weights-are-not-signals", {
    statement: "the scale of the weights alone is not enough; matched minus shuffled",
    expected: { above: 0.5 },
    nets: [{ start: "matched", depth: 8 }, { start: "shuffled", depth: 8 }],
  }),
  glorotFails: study("glorot-fails", {
    statement:
      "five layers of sigmoids from Glorot's weights fail as well; pre-trained minus Glorot",
    expected: { above: 0.7 },
    nets: [{ start: "pre-trained" }, { start: "Glorot" }],
  }),
  structureAddsLittle: study("structure-adds-little", {
    statement: "at the end structure adds nothing to that, or little; pre-trained minus matched",
    expected: { below: 0.02 },
    nets: [{ start: "pre-trained", depth: 8 }, { start: "matched", depth: 8 }],
  }),
  structureIsFaster: study("structure-is-faster", {
    statement: "it is a head start: with a rate of 0.1, for which 500 steps are few; pre-trained " +
      "minus matched",
    expected: { above: 0.02 },
    nets: [
      { start: "pre-trained", depth: 8, learningRate: 0.1 },
      { start: "matched", depth: 8, learningRate: 0.1 },
    ],
  }),
  reluNeedsNone: study("relu-needs-none", {
    statement: "five ReLU layers from He's weights need none of it; ReLU minus pre-trained",
    expected: { above: 0 },
    nets: [{ start: "ReLU, He" }, { start: "pre-trained" }],
  }),
  tanhNeedsNone: study("tanh-needs-none", {
    statement: "nor tanh from Glorot's; tanh minus pre-trained",
    expected: { above: 0 },
    nets: [{ start: "tanh, Glorot" }, { start: "pre-trained" }],
  }),
  normalizationNeedsNone: study("normalization-needs-none", {
    statement: "the same sigmoids behind batch normalization are as good without it; these minus " +
      "pre-trained",
    expected: { above: -0.02 },
    nets: [{ start: "sigmoid, BN" }, { start: "pre-trained" }],
  }),
  fewLabels: study("few-labels", {
    statement: "200 labels: structure counts; pre-trained minus the best of its controls, centred",
    expected: { above: 0.01 },
    nets: [{ start: "pre-trained", labels: 200 }, { start: "centred", labels: 200 }],
  }),
  fewLabelsRelu: study("few-labels-relu", {
    statement: "but pre-trained sigmoids are no better than ReLU and He's weights; difference",
    expected: { below: 0.03 },
    nets: [{ start: "pre-trained", labels: 200 }, { start: "ReLU, He", labels: 200 }],
  }),
};

async function lastCoders() {
  const rows = await linearCoders();
  const last = Math.max(...rows.map(({ step }) => step));
  return rows.filter(({ step }) => step === last);
}

/** The factor per layer by which the spread changes from layer 2 to layer 5. */
async function fading(start: SigmoidStart) {
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
    measure: () => lead(studied(one), studied(other)),
  });
}
