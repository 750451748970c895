import { deadByBias } from "../experiments/dead_by_bias.ts";
import { deadUnitStays } from "../experiments/dead_unit_stays.ts";
import { firstGradient } from "../experiments/equal_units.ts";
import { lossOfRandomLogits } from "../experiments/first_loss.ts";
import {
  atEnd,
  classes,
  deadAfterTraining,
  deadFrom,
  deadInLayer,
  deadNet,
  fromZero,
  insideTanh,
  paired,
  starts,
  unitsFrom,
} from "../experiments/lesson_03.ts";
import { labelEntropy } from "../experiments/zero_weights.ts";
import { correlationsByLayer, deadProbability } from "../initializers/correlation_map.ts";
import { normalShareBelow } from "../activations/normal_distribution.ts";
import { tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
const logitSd = 0.3;
const logitDraws = 500_000;
const bias = { bias: -2, examples: 100, units: 20_000, seed: 1 };
/** Zero in float32, with room for one rounding. */
const zero = { expected: 0, tolerance: 2 ** -24 };

/** What lesson 03 claims. */
export const claims = {
  firstLoss: new Claim({
    id: "03-first-loss",
    statement: "ten small random logits of variance s² = 0.09 cost ln 10 + ½s²(1 − 1/10) nats; " +
      "what is above ln 10",
    source: derived,
    kind: "monte carlo",
    expected: logitSd ** 2 / 2 * (1 - 1 / classes),
    tolerance: logitSd ** 4 / 40 + 4 * 0.02 / Math.sqrt(logitDraws),
    reason: "the next term is about s⁴/50; 4·σ/√N over 500,000 draws, σ = 0.02",
    measure: async () =>
      await lossOfRandomLogits({ classes, sd: logitSd, draws: logitDraws, seed: 1 }) -
      Math.log(classes),
  }),
  peakyDoesNotMove: trainingClaim({
    id: "03-peaky-does-not-move",
    statement: "tanh, gain 0.01: in the first step every layer's weights change by less than a " +
      "ten-thousandth of their length; the largest such ratio",
    expected: { below: 1e-4 },
    measure: async () => {
      const rows = atEnd(await insideTanh(), "first").filter(({ gain }) => gain === 0.01);
      return tInterval(bySeed(rows, (own) => Math.max(...own.map((r) => r.updateToWeight))));
    },
    seconds: 4,
  }),
  saturationGrows: trainingClaim({
    id: "03-saturation-grows",
    statement: "tanh, gain 100: training does not cure saturation, it adds to it; share of " +
      "saturated outputs of all layers, after minus before",
    expected: { above: 0.05 },
    measure: async () => {
      const rows = (await insideTanh()).filter(({ gain }) => gain === 100);
      const share = (end: "first" | "last") =>
        bySeed(atEnd(rows, end), (own) => mean(own.map(({ saturated }) => saturated)));
      return paired([share("last"), share("first")], (value) => value);
    },
    seconds: 4,
  }),
  deadByBias: new Claim({
    id: "03-dead-by-bias",
    statement: "pre-activations from N(−2, 1): a unit is dead on 100 independent examples with " +
      "probability Φ(2)¹⁰⁰ = 0.10",
    source: derived,
    kind: "monte carlo",
    expected: normalShareBelow(-bias.bias) ** bias.examples,
    tolerance: 4 * Math.sqrt(0.1 * 0.9 / bias.units),
    reason: "4·σ/√N over 20,000 units",
    measure: () => deadByBias(bias),
  }),
  deadStays: new Claim({
    id: "03-dead-stays",
    statement: "50 steps of training move a dead unit of the first layer not at all: largest " +
      "change of its weights and its bias",
    source: "∂L/∂w = δ·x with δ = 0 for every example",
    kind: "exact",
    ...zero,
    reason: "zero times anything is zero in float32 too",
    measure: async () => (await deadUnitStays({ bias: -100, steps: 50, seed: 1 }))[0].deadMoved,
  }),
  scaleIsInnocent: new Claim({
    id: "03-scale-is-innocent",
    statement: "without biases the share of dead units is the same for n·Var(W) = ⅓ and 2: " +
      "largest difference in a layer of any of 40 nets",
    source: "ReLU(a·u) = a·ReLU(u) for a > 0",
    kind: "exact",
    expected: 0,
    tolerance: 0.011,
    reason: "a rounding can tip one of 100 units that sits exactly on the edge",
    measure: async () => {
      const [small, he] = [await deadFrom("pytorchWithoutBiases"), await deadFrom("he")];
      return Math.max(...small.map(({ dead }, i) => Math.abs(dead - he[i].dead)));
    },
  }),
  deadPytorch: deadClaim("pytorch", 5),
  deadPytorchDeep: deadClaim("pytorch", 10),
  deadHe: deadClaim("he", 10),
  deadHeWithBiases: deadClaim("heWithBiases", 10),
  deadByTraining: trainingClaim({
    id: "03-dead-by-training",
    statement: "a rate of 0.3 kills more units than a rate of 0.1: difference of the " +
      "shares that are dead for all 8,000 digits",
    source: "this course; paired over 16 seeds, 95 % t interval",
    expected: { above: 0 },
    measure: async () => {
      const rows = await deadAfterTraining();
      const at = (rate: number) => rows.filter(({ learningRate }) => learningRate === rate);
      return paired([at(0.3), at(0.1)], ({ dead }) => dead ?? 1);
    },
    seconds: 6,
  }),
  equalAcrossUnits: new Claim({
    id: "03-equal-across-units",
    statement: "equal units with equal outgoing weights: the first gradient is the same for all " +
      "units; largest difference over the largest entry",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 100 * 2 ** -24,
    reason: "sums over 100 examples, perhaps in another order for another unit",
    measure: async () => (await firstGradient("equal")).acrossUnits,
  }),
  differentAcrossInputs: new Claim({
    id: "03-different-across-inputs",
    statement: "but not the same for all inputs: there the largest difference is",
    source:
      "this course; d2l, “Numerical stability and initialization”: elements that all take the same value",
    kind: "exact",
    expected: { above: 0.5 },
    tolerance: 0,
    reason: "compared with the largest entry, any clear difference",
    measure: async () => (await firstGradient("equal")).acrossInputs,
  }),
  rankOne: trainingClaim({
    id: "03-rank-one",
    statement: "after training the weights still have rank 1: second singular value over the first",
    expected: { below: 1e-6 },
    measure: async () => tInterval((await unitsFrom("equal")).map((row) => row.secondDirection)),
  }),
  equalIsOne: trainingClaim({
    id: "03-equal-is-one",
    statement: "thirty equal units classify much worse than thirty drawn ones: difference of the " +
      "test accuracies",
    expected: { above: 0.3 },
    measure: async () =>
      paired([await unitsFrom("drawn"), await unitsFrom("equal")], ({ accuracy }) => accuracy),
  }),
  outgoingBreaks: trainingClaim({
    id: "03-outgoing-breaks",
    statement: "drawn outgoing weights are enough to break the symmetry: second singular value " +
      "over the first",
    expected: { above: 0.1 },
    measure: async () =>
      tInterval((await unitsFrom("equal in, drawn out")).map((row) => row.secondDirection)),
  }),
  millionthBreaks: trainingClaim({
    id: "03-millionth-breaks",
    statement: "equal up to a millionth: after 100 steps they classify better than equal ones; " +
      "difference of the test accuracies",
    expected: { above: 0.1 },
    measure: async () =>
      paired(
        [await unitsFrom("equal up to a millionth"), await unitsFrom("equal")],
        ({ accuracy }) => accuracy,
      ),
  }),
  dropoutBreaks: trainingClaim({
    id: "03-dropout-breaks",
    statement: "so is dropout: second singular value over the first",
    expected: { above: 0.1 },
    measure: async () =>
      tInterval((await unitsFrom("equal, with dropout")).map((row) => row.secondDirection)),
  }),
  zeroOnlyBias: new Claim({
    id: "03-zero-only-bias",
    statement: "tanh from zero weights: after 60 steps everything but the output bias is still " +
      "exactly 0; largest entry",
    source: derived,
    kind: "exact",
    ...zero,
    reason: "zero times anything is zero in float32 too",
    measure: async () => Math.max(...(await fromZero("tanh")).largest.slice(0, 3)),
  }),
  zeroEntropy: new Claim({
    id: "03-zero-entropy",
    statement:
      "its loss is then the entropy of the label frequencies, 2.3006 nats: loss minus entropy",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-5,
    reason: "sums over 8,000 examples in float32, and 60 steps leave next to nothing to learn",
    measure: async () => (await fromZero("tanh")).trainLoss - await labelEntropy(),
  }),
  zeroSigmoid: new Claim({
    id: "03-zero-sigmoid",
    statement: "“zero weights lead to zero activation” is not true of the sigmoid: its loss " +
      "falls below that entropy, by",
    source: "this course; lecture notes",
    kind: "exact",
    expected: { above: 0.1 },
    tolerance: 0,
    reason: "0.1 nats are far more than any rounding",
    measure: async () => await labelEntropy() - (await fromZero("sigmoid")).trainLoss,
  }),
};

/** One number for each seed, of the rows that it has. */
function bySeed<Row extends { seed: number }>(
  rows: readonly Row[],
  of: (own: Row[]) => number,
): number[] {
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  return seeds.map((seed) => of(rows.filter((row) => row.seed === seed)));
}

function deadClaim(start: "pytorch" | "he" | "heWithBiases", layer: number): Claim {
  const net = { ...starts[start], depth: deadNet.depth, secondMoment: 1, correlation: 0 };
  const { correlation } = correlationsByLayer(net)[layer - 1];
  const expected = deadProbability({ correlation, examples: deadNet.examples });
  const words = {
    pytorch: "PyTorch's default weights and biases",
    he: "He's weights and no biases",
    heWithBiases: "He's weights and PyTorch's biases",
  };
  return new Claim({
    id: `03-dead-${start.toLowerCase()}-${layer}`,
    statement: `${words[start]}: share of units in layer ${layer} that are dead on 1,000 ` +
      `independent inputs, ${expected.toFixed(2)}`,
    source: `${derived}; Cho & Saul 2009, Poole et al. 2016`,
    kind: "monte carlo",
    expected,
    tolerance: 4 * 0.055 / Math.sqrt(40),
    reason: "4·σ/√N over 40 nets, between which the share varies by up to 0.055",
    measure: async () => deadInLayer(await deadFrom(start), layer),
  });
}
