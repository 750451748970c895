import { activations } from "../activations/activations.ts";
import { gaussianMoments } from "../activations/gaussian_moments.ts";
import { batchMeans } from "../experiments/batch_means.ts";
import { digitsSpectrum } from "../experiments/digits_spectrum.ts";
import { gradientParts } from "../experiments/gradient_parts.ts";
import {
  conditionsOf,
  deepSigmoid,
  exampleCounts,
  features,
  learningFrom,
  lossLead,
  lossLeadAt,
  signsOf,
  stepsByMean,
  stepsBySpread,
  tolerance,
} from "../experiments/lesson_02.ts";
import { shortestStaircase, staircaseDetours } from "../experiments/staircase.ts";
import {
  centredConditionNumber,
  conditionNumber,
  sampledConditionNumber,
} from "../statistics/condition_laws.ts";
import { tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { Claim, type ClaimOptions } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
const rounding = "a mean of ones in float32: some roundings of 2⁻²⁴";
const examples = exampleCounts.at(-1)!;
/**
 * How far single spectra of 30,000 examples are from the law: their edges lie 1.2 scales inside and
 * move by 1.27 scales (Tracy & Widom 1994), a scale being 0.28 % of the lower edge.
 */
const edgeScale = 0.0028;
const batch = { batchSize: 60, batches: 200, examples: 2000, seed: 1 };

/** Two examples whose features are both positive on average, pulled in opposite directions. */
export const opposite = { x: [[3, 1], [1, 3]], targets: [-1, 1], weights: [0, 0] };

/** What lesson 02 claims. */
export const claims = {
  oneExample: new Claim({
    id: "02-one-example-one-sign",
    statement: "one example with raw pixels: all nonzero components of a unit's gradient have " +
      "one sign; share of the majority",
    source: "LeCun et al. 1998, sec. 4.3",
    kind: "exact",
    expected: 1,
    tolerance: 2 ** -20,
    reason: rounding,
    measure: () => oneSign("raw", 1),
  }),
  oneExampleDeeper: new Claim({
    id: "02-one-example-sigmoid",
    statement: "the same in the second layer, behind sigmoids",
    source: "LeCun et al. 1998, sec. 4.3",
    kind: "exact",
    expected: 1,
    tolerance: 2 ** -20,
    reason: rounding,
    measure: () => oneSign("sigmoid", 1),
  }),
  batchOfPixels: new Claim({
    id: "02-batch-of-pixels",
    statement: "a batch of 100 digits, raw pixels: the share of the majority's sign",
    source: "this course; mean over 5 seeds, 95 % t interval",
    kind: "monte carlo",
    expected: { below: 0.75 },
    tolerance: 0,
    reason: "the interval lies below the bound",
    measure: async () => tInterval(await sharesOf("raw", 100)),
  }),
  batchOfSigmoids: new Claim({
    id: "02-batch-of-sigmoids",
    statement: "a batch of 100 digits, outputs of sigmoids: the share of the majority's sign",
    source: "this course; mean over 5 seeds, 95 % t interval",
    kind: "monte carlo",
    expected: { above: 0.8 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: async () => tInterval(await sharesOf("sigmoid", 100)),
  }),
  averagesAreNotEnough: new Claim({
    id: "02-averages-are-not-enough",
    statement: "both features are 2 on average, and the product of the two gradients is −1: " +
      "they have opposite signs",
    source: "this course; the lecture notes leave out each example's loss factor",
    kind: "exact",
    expected: -1,
    tolerance: 2 ** -20,
    reason: "a few roundings in float32",
    measure: async () => {
      const [first, second] = await gradientParts(opposite);
      return first.gradient * second.gradient;
    },
  }),
  detour: new Claim({
    id: "02-detour",
    statement: "two weights: the shortest staircase is up to √2 times as long as the straight way",
    source: derived,
    kind: "exact",
    expected: Math.SQRT2,
    tolerance: 1e-4,
    reason: "360 directions: the longest detour is missed by at most half a degree",
    measure: () =>
      Math.max(
        ...Array.from({ length: 360 }, (_, k) => shortestStaircase((k + 0.5) * Math.PI / 180)),
      ),
  }),
  detourOfMany: new Claim({
    id: "02-detour-of-many",
    statement:
      "a thousand weights: to a random place the shortest staircase is on average nearly " +
      "√2 times as long",
    source: "both parts of a random vector are about equally long",
    kind: "monte carlo",
    expected: Math.SQRT2,
    tolerance: 0.001,
    reason:
      "it falls short of √2 by the share 3/(8·1000), 0.0005 in all, and varies less between directions",
    measure: async () =>
      mean(await staircaseDetours({ dimensions: 1000, directions: 300, seed: 1 })),
  }),
  batchIsNotCentred: new Claim({
    id: "02-batch-mean",
    statement: "the mean of a batch of 60 centred digits has a squared length of 1/60 of the " +
      "pixels' variance (times (N − 60)/(N − 1) for N = 2,000)",
    source: "variance of a mean of draws without replacement",
    kind: "monte carlo",
    expected: (1 / batch.batchSize) * (batch.examples - batch.batchSize) / (batch.examples - 1),
    tolerance: 4 * 0.5 / Math.sqrt(batch.batches) / batch.batchSize,
    reason: "4·σ/√N over 200 batches; the squared length varies by less than half of itself",
    measure: () => batchMeans(batch),
  }),
  sigmoidCondition: conditionClaim("sigmoid"),
  reluCondition: conditionClaim("relu"),
  centredCondition: new Claim({
    id: "02-condition-centred",
    statement: "sigmoid outputs with their averages taken away: λmax/λmin = " +
      "((1 + √(d/n))/(1 − √(d/n)))² for d = 100 features and n = 30,000 examples",
    source: "Marchenko & Pastur 1967",
    kind: "monte carlo",
    expected: centredConditionNumber({ features, examples }),
    tolerance: 2 * 1.3 * 4 * edgeScale,
    reason:
      "both edges of the spectrum lie inside and move by some scales of 0.28 % (Tracy & Widom)",
    measure: () => conditionAtMost("sigmoid", true),
  }),
  stableRateRaw: stableRateClaim("raw"),
  stableRateCentred: stableRateClaim("centred"),
  stepsAreCondition: new Claim({
    id: "02-steps",
    statement: "gradient descent at the rate 1/λmax needs ln(100)/−ln(1 − λmin/λmax) steps until " +
      "1 % of the slowest error is left; largest gap over eleven data sets",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1,
    reason: "steps are whole numbers: the count is the next one above",
    measure: async () => {
      const rows = [...await stepsByMean(), ...await stepsBySpread()];
      return Math.max(
        ...rows.map(({ condition, steps }) =>
          Math.abs(steps - Math.log(1 / tolerance) / -Math.log1p(-1 / condition))
        ),
      );
    },
  }),
  centredIsEqual: lead("centred-at-small-rates", {
    statement: "at the small rate 0.1 centring makes no difference: digits are learned to the " +
      "same loss, within 0.05 nats",
    expected: { below: 0.05 },
    measure: async () => {
      const { mean, low, high } = lossLeadAt(0.1, [
        await learningFrom("centred"),
        await learningFrom("raw"),
      ]);
      const far = Math.max(Math.abs(low), Math.abs(high));
      return { mean: Math.abs(mean), low: 0, high: far };
    },
  }),
  centredIsFaster: lead("centred-pixels", {
    statement: "each at its best rate, digits with centred pixels are learned to a lower loss " +
      "than raw ones: difference in nats",
    expected: { above: 0.05 },
    measure: async () => lossLead(await learningFrom("centred"), await learningFrom("raw")),
  }),
  scaleHelps: lead("pixel-scale", {
    statement: "centred pixels, all divided by one number, are learned to a lower loss still",
    expected: { above: 0 },
    measure: async () =>
      lossLead(await learningFrom("centred, one scale"), await learningFrom("centred")),
  }),
  equalVarianceAddsLittle: lead("equal-variances", {
    statement: "equal variances add less than 0.05 nats to that",
    expected: { below: 0.05 },
    measure: async () =>
      lossLead(await learningFrom("standardized"), await learningFrom("centred, one scale")),
  }),
  sameAtSmallRates: lead("sigmoid-at-small-rates", {
    statement: "five layers of σ(u) that begin as the same function as five of σ(u) − ½ learn " +
      "equally well at the rate 0.1: within 0.1 nats",
    expected: { below: 0.1 },
    measure: async () => {
      const { mean, low, high } = lossLeadAt(0.1, [
        await deepSigmoid("σ(u) − ½"),
        await deepSigmoid("σ(u), same start"),
      ]);
      return { mean: Math.abs(mean), low: 0, high: Math.max(Math.abs(low), Math.abs(high)) };
    },
  }),
  centredSigmoidIsFaster: lead("centred-sigmoid", {
    statement: "each at its best rate, those of σ(u) − ½ are trained to a lower loss",
    expected: { above: 0.1 },
    measure: async () =>
      lossLead(await deepSigmoid("σ(u) − ½"), await deepSigmoid("σ(u), same start")),
  }),
};

async function sharesOf(inputs: Parameters<typeof signsOf>[0], batchSize: number) {
  const rows = await signsOf(inputs);
  return rows.filter((row) => row.batchSize === batchSize).map((row) => row.oneSign);
}

async function oneSign(inputs: Parameters<typeof signsOf>[0], batchSize: number): Promise<number> {
  return mean(await sharesOf(inputs, batchSize));
}

async function conditionAtMost(activation: "sigmoid" | "relu", centred: boolean): Promise<number> {
  const rows = await conditionsOf(activation, { centred });
  return mean(rows.filter((row) => row.examples === examples).map((row) => row.condition));
}

function conditionClaim(activation: "sigmoid" | "relu"): Claim {
  const phi = activations.find(({ name }) => name === activation)!;
  const { mean, variance } = gaussianMoments(phi);
  const expected = sampledConditionNumber({ features, mean, variance, examples });
  return new Claim({
    id: `02-condition-${activation}`,
    statement: `${phi.title} outputs: λmax/λmin of 100 features tends to 1 + d·μ²/v = ` +
      `${conditionNumber({ features, mean, variance }).toPrecision(3)} and is ` +
      `${expected.toPrecision(3)} for 30,000 examples`,
    source: `${derived}; for finite n Benaych-Georges & Nadakuditi 2012`,
    kind: "monte carlo",
    expected,
    tolerance: 0.015 * expected,
    reason: "the lower edge of the spectrum lies inside and moves by some scales of 0.28 % " +
      "(Tracy & Widom); mean of 3 draws",
    measure: () => conditionAtMost(activation, false),
  });
}

function stableRateClaim(scaling: "raw" | "centred"): Claim {
  return new Claim({
    id: `02-stable-rate-${scaling}`,
    statement: `${scaling} pixels of 1,000 digits, a linear unit: the largest stable learning ` +
      "rate is 2/λmax; measured over predicted",
    source: derived,
    kind: "exact",
    expected: 1,
    tolerance: 0.02,
    reason:
      "found in steps of 0.9 %, by trying 300 steps: an error that grows by less than 1 % a " +
      "step may not show by then",
    measure: async () => {
      const [{ largest, stableRate }] = await digitsSpectrum({ scaling, examples: 1000 });
      return stableRate * largest / 2;
    },
  });
}

/** A claim about the difference between two kinds of trained nets. */
function lead(
  name: string,
  { statement, expected, measure }: Pick<ClaimOptions, "statement" | "expected" | "measure">,
): Claim {
  return trainingClaim({
    id: `02-${name}`,
    ...{ statement, expected, measure },
    source: "this course; paired over 5 seeds, 95 % t interval",
    seconds: 9,
  });
}
