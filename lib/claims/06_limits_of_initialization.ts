import { distanceFromHead } from "../experiments/distance_from_head.ts";
import {
  atBestRate,
  behind,
  type BlockKind,
  blockStudy,
  difference,
  fiftyBlocks,
  signalNet,
  signalsThrough,
} from "../experiments/lesson_06.ts";
import { residualMap, varianceGrowth } from "../initializers/residual_laws.ts";
import { tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { Claim, type ClaimOptions } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
/** Draws of a unit's weights in one block of all nets. */
const unitDraws = signalNet.width * signalNet.seeds.length;
/** How far the mean over the draws of a factor of one block is from its law: variance below 9/n. */
const oneBlock = 4 * Math.sqrt(9 / unitDraws);

/** What lesson 06 claims. */
export const claims = {
  doubles: new Claim({
    id: "06-doubles",
    statement:
      "x + W·ReLU(x) with He's weights and symmetric inputs: E[x²] doubles in the first block",
    source: derived,
    kind: "monte carlo",
    expected: 2,
    tolerance: oneBlock,
    reason: "4·σ/√N over 4,000 units; the ratio varies by less than 9/n from net to net",
    measure: () => growth({ from: 0, of: "secondMoment" }),
  }),
  triples: new Claim({
    id: "06-triples",
    statement: "with positive inputs it triples in the first block: ReLU has nothing to throw away",
    source: derived,
    kind: "monte carlo",
    expected: 3,
    tolerance: 2 * oneBlock,
    reason: "4·σ/√N over 4,000 units, of a branch twice as strong",
    measure: async () => {
      const rows = await signalsThrough({ kind: "residual", blocks: 1, inputs: "positive" });
      return ratio(rows, { from: 0, of: "secondMoment" });
    },
  }),
  varianceDoesNotDouble: varianceClaim(0),
  varianceNearlyDoubles: varianceClaim(9),
  plainCollapses: collapseClaim("plain"),
  residualCollapses: collapseClaim("residual"),
  scaledStays: new Claim({
    id: "06-scaled",
    statement:
      "branches divided by √L: after L = 50 blocks E[x²] is (1 + 1/L)^L = 2.69 times that " +
      "of the inputs, not 2⁵⁰",
    source: derived,
    kind: "monte carlo",
    expected: (1 + 1 / 50) ** 50,
    tolerance: 2.69 * 4 * Math.sqrt(50 * (4 / 50 + 5 / 2500) / unitDraws),
    reason: "4·σ/√N: a block's factor varies by 4/(nL) + 5/(nL²) from net to net",
    measure: async () => {
      const rows = await signalsThrough({ kind: "scaled", blocks: 50 });
      return behind(rows, { block: 50, of: "secondMoment" }) /
        behind(rows, { block: 0, of: "secondMoment" });
    },
  }),
  normalizedGrowth: normalizedClaim("secondMoment", 1, "E[x²] grows by 1 in each block"),
  normalizedVariance: normalizedClaim(
    "batchVariance",
    1 - 1 / Math.PI,
    "the variance between examples grows by 1 − 1/π = 0.68",
  ),
  skipInitIsIdentity: new Claim({
    id: "06-skip-init",
    statement:
      "with α = 0 a net of 50 blocks is the net without them: largest difference of a logit",
    source: "De & Smith 2020",
    kind: "exact",
    expected: 0,
    tolerance: 2 ** -24,
    reason: "adding zero changes nothing in float32",
    measure: () => distanceFromHead({ blocks: 50 }),
  }),
  residualFails: trainingClaim({
    id: "06-residual-fails",
    seconds: 5,
    statement: "fifty blocks x + F(x) with He's weights, rate 0.1: test accuracy",
    expected: { below: 0.15 },
    measure: () => accuracyOf("residual"),
  }),
  scaledLearns: trainingClaim({
    id: "06-scaled-learns",
    seconds: 5,
    statement: "the same with F(x)/√L",
    expected: { above: 0.6 },
    measure: () => accuracyOf("scaled"),
  }),
  skipInitLearns: trainingClaim({
    id: "06-skip-init-learns",
    seconds: 5,
    statement: "the same with α·F(x), α learned from 0",
    expected: { above: 0.6 },
    measure: () => accuracyOf("skipInit"),
  }),
  deepPlain: study("plain", "two hundred plain layers hardly learn at any rate", { below: 0.25 }),
  deepResidual: study("residual", "two hundred blocks x + F(x) do not learn at all", {
    below: 0.15,
  }),
  halvedIsNotEnough: study(
    "halved",
    "nor do two hundred blocks (x + F(x))/√2 learn much, though they keep E[x²]",
    { below: 0.4 },
  ),
  deepScaled: study("scaled", "with F(x)/√L they learn", { above: 0.6 }),
  deepSkipInit: study("skipInit", "with SkipInit too", { above: 0.6 }),
  deepNormalized: study("normalized", "and with normalization before the branch", { above: 0.6 }),
};

async function growth(
  { from, of }: { from: number; of: "secondMoment" | "batchVariance" },
): Promise<number> {
  return ratio(await signalsThrough({ kind: "residual", blocks: 20 }), { from, of });
}

/** The mean over the draws of what one block multiplies by. */
function ratio(
  rows: Awaited<ReturnType<typeof signalsThrough>>,
  { from, of }: { from: number; of: "secondMoment" | "batchVariance" },
): number {
  const at = (block: number) => rows.filter((row) => row.block === block);
  return mean(at(from + 1).map((row, i) => row[of] / at(from)[i][of]));
}

function varianceClaim(from: number): Claim {
  const { correlation } = residualMap({ blocks: from, correlation: 0 })[from];
  const expected = varianceGrowth(correlation);
  return new Claim({
    id: `06-variance-${from + 1}`,
    statement: `the variance between examples grows by 1 + (1 − κ(c))/(1 − c) = ` +
      `${expected.toFixed(2)} in block ${from + 1}`,
    source: `${derived}; Understanding Deep Learning, notebook 11.3, prints this variance`,
    kind: "monte carlo",
    expected,
    tolerance: oneBlock,
    reason: "4·σ/√N over 4,000 units; the ratio varies by less than 9/n from net to net",
    measure: () => growth({ from, of: "batchVariance" }),
  });
}

function collapseClaim(kind: "plain" | "residual"): Claim {
  const blocks = 5;
  const identity = kind === "plain" ? 0 : 1;
  const expected = 1 - residualMap({ blocks, identity, correlation: 0 })[blocks].correlation;
  return new Claim({
    id: `06-collapse-${kind}`,
    statement:
      `after ${blocks} ${kind} blocks the share of E[x²] that differs between examples is ` +
      expected.toFixed(3),
    source: `${derived}; Cho & Saul 2009`,
    kind: "monte carlo",
    expected,
    tolerance: expected * 4 * Math.sqrt(blocks * 3 / unitDraws),
    reason: "4·σ/√N: the logarithm of the share varies by less than 3/n in each block",
    measure: async () => {
      const rows = await signalsThrough({ kind, blocks: 20 });
      return mean(rows.filter(({ block }) => block === blocks).map(difference));
    },
  });
}

function normalizedClaim(
  of: "secondMoment" | "batchVariance",
  expected: number,
  words: string,
): Claim {
  const blocks = 20;
  return new Claim({
    id: `06-normalized-${of === "secondMoment" ? "moment" : "variance"}`,
    statement: `x + F(BN(x)): ${words}; mean over ${blocks} blocks`,
    source: derived,
    kind: "monte carlo",
    expected,
    tolerance: 4 * Math.sqrt(4 * blocks / unitDraws / blocks) * expected + 0.01,
    reason:
      "4·σ/√N over the units of eight draws; 0.01 for a batch of 100 instead of infinitely many",
    measure: async () => {
      const rows = await signalsThrough({ kind: "normalized", blocks });
      return (behind(rows, { block: blocks, of }) - behind(rows, { block: 0, of })) / blocks;
    },
  });
}

async function accuracyOf(kind: BlockKind) {
  return tInterval((await fiftyBlocks(kind)).map(({ accuracy }) => accuracy));
}

/** A claim about 200 blocks in the committed study, at the best of its rates. */
function study(kind: BlockKind, statement: string, expected: ClaimOptions["expected"]): Claim {
  return trainingClaim({
    id: `06-deep-${kind.toLowerCase()}`,
    statement: `${statement} (60 steps): test accuracy at the best rate`,
    source: "the committed study; mean over 5 seeds, 95 % t interval",
    expected,
    measure: () =>
      tInterval(atBestRate(blockStudy(), { kind, blocks: 200 }).map(({ accuracy }) => accuracy)),
  });
}
