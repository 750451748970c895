import { coastedSteps, type FreezeOrderRow, freezeOrders } from "../experiments/freeze_order.ts";
import { rowsThatFit } from "../experiments/best_rate.ts";
import {
  longer,
  miscounted,
  netsOf,
  normShare,
  partOf,
  partsOnDigits,
} from "../experiments/lesson_14.ts";
import type { OnlyNormRow } from "../experiments/only_norm_study.ts";
import { type Interval, pairedInterval, tInterval } from "../statistics/interval.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const page = "Taking Batchnorm for granted";
const paper = "Frankle et al. 2021; the committed study; over 5 seeds, 95 % t interval";
const script = "the committed record of tools/freeze_order.py";

/** What lesson 14 claims. */
export const claims = {
  counted: new Claim({
    id: "14-counted",
    statement: "numbers in a ResNet-32 that was built, minus 9·(3a + …) + 2·(a + …) + …",
    source: "derived in the lesson",
    kind: "exact",
    expected: 0,
    tolerance: 0.5,
    reason: "whole numbers",
    measure: () => miscounted({ depth: 32 }),
    seconds: 3,
  }),
  published: new Claim({
    id: "14-published",
    statement: "ResNet-110: γ and β, over all numbers",
    source: `Frankle et al. 2021, table 2: 8,288 of 1,730,714; ${page}: .48 %`,
    kind: "exact",
    expected: 8288 / 1730714,
    tolerance: 1e-9,
    reason: "whole numbers; one more γ would move it by 6e-7",
    measure: () => normShare({ depth: 110 }),
  }),
  deeperShare: new Claim({
    id: "14-deeper-share",
    statement: "share of γ and β in a very deep net, over that in one twice as wide",
    source: "derived in the lesson",
    kind: "exact",
    expected: 2,
    tolerance: 0.02,
    reason: "biases of 10 and a first convolution of 3 channels do not scale: 1 % and less",
    measure: () => normShare({ depth: 602 }) / normShare({ depth: 602, width: 2 }),
  }),
  frozenBefore: new Claim({
    id: "14-frozen-before",
    statement: "frozen before the first step: how far the kernels have moved after 20",
    source: script,
    kind: "exact",
    expected: 0,
    tolerance: 1e-12,
    reason: "nothing is added to them",
    measure: () => Math.max(...orders({ frozen: "before" }).map((row) => row["kernel after 20"])),
  }),
  frozenAfter: new Claim({
    id: "14-frozen-after",
    statement: "frozen after the first step: share of their length that they moved in it, over γ's",
    source: `${script}; ${page}`,
    kind: "exact",
    expected: { above: 1 },
    tolerance: 0,
    reason: "on this side of the bound; float64",
    measure: () =>
      Math.min(
        ...orders({ frozen: "after" }).map((row) => row["kernel after 1"] / row["γ after 1"]),
      ),
  }),
  coasting: new Claim({
    id: "14-coasting",
    statement:
      "… then with momentum 0.9 and gradients set to zeros: after 20 steps, over the first",
    source: `derived in the lesson: (1 − 0.9²⁰)/(1 − 0.9); ${script}`,
    kind: "exact",
    expected: coastedSteps(0.9, 20),
    tolerance: 1e-4,
    reason: "six digits in the record",
    measure: () => coasted({ zero_grad: "to zeros", optimizer: "momentum 0.9" }),
  }),
  stopping: new Claim({
    id: "14-stopping",
    statement: "… the same with gradients set to None",
    source: `derived in the lesson; ${script}`,
    kind: "exact",
    expected: 1,
    tolerance: 1e-4,
    reason: "six digits in the record",
    measure: () => coasted({ zero_grad: "to None", optimizer: "momentum 0.9" }),
  }),
  onDigits: new Claim({
    id: "14-on-digits",
    statement: "ResNet-8 on small digits: γ and β alone, share of right answers",
    source: "measured here",
    kind: "training",
    expected: { above: 0.4 },
    tolerance: 0,
    reason: "four times chance; 300 answers, standard error 0.03",
    measure: async () => {
      const rows = await partsOnDigits({ seed: 1 });
      return rowsThatFit(rows, { learns: "BN" })[0].accuracy;
    },
    seconds: 30,
  }),
  overLast: trainingClaim({
    id: "14-over-last",
    statement: "CIFAR-10, random ResNet-14: γ and β alone minus the last layer alone; accuracy",
    source: paper,
    expected: { above: 0.05 },
    measure: () => accuracyLead(partOf("BN"), partOf("last layer")),
  }),
  overOthers: trainingClaim({
    id: "14-over-others",
    statement: "γ and β minus as many other weights",
    source: paper,
    expected: { above: 0 },
    measure: () => accuracyLead(partOf("BN"), partOf("others")),
  }),
  bothOverOthers: trainingClaim({
    id: "14-both-over-others",
    statement: "the same, with the last layer on both sides",
    source: paper,
    expected: { above: 0 },
    measure: () => accuracyLead(partOf("BN and last layer"), partOf("others and last layer")),
  }),
  allOver: trainingClaim({
    id: "14-all-over",
    statement: "everything minus γ and β alone",
    source: `${page}: 92 % and 68 %; ${paper}`,
    expected: { above: 0.1 },
    measure: () => accuracyLead(partOf("everything"), partOf("BN")),
  }),
  affine: trainingClaim({
    id: "14-affine",
    statement: "everything minus everything but γ and β, which stay 1 and 0",
    source: `${page}; ${paper}`,
    expected: { below: 0.05 },
    measure: () => accuracyLead(partOf("everything"), partOf("everything but BN")),
  }),
  withNorm: trainingClaim({
    id: "14-with-norm",
    statement: "γ, β and the last layer minus the last layer alone",
    source: paper,
    expected: { above: 0.05 },
    measure: () => accuracyLead(partOf("BN and last layer"), partOf("last layer")),
  }),
  fourInTen: trainingClaim({
    id: "14-four-in-ten",
    statement: "γ and β alone, all else random: accuracy",
    source: paper,
    expected: { above: 0.35 },
    measure: () => tInterval(partOf("BN").map(({ accuracy }) => accuracy)),
  }),
  deeperHelpsFew: trainingClaim({
    id: "14-deeper-helps-few",
    statement: "one epoch, γ and β alone: 14 layers minus 8",
    source: `${page}; ${paper}`,
    expected: { above: 0 },
    measure: () => accuracyLead(netsOf("BN"), netsOf("BN", { depth: 8 })),
  }),
  deeperHelps: trainingClaim({
    id: "14-deeper-helps",
    statement: "32 layers minus 14",
    source: `${page}; ${paper}`,
    expected: { below: 0.04 },
    measure: () => accuracyLead(netsOf("BN", { depth: 32 }), netsOf("BN")),
  }),
  widerHelps: trainingClaim({
    id: "14-wider-helps",
    statement: "twice as many channels minus the usual ones",
    source: `${page}; ${paper}`,
    expected: { above: 0 },
    measure: () => accuracyLead(netsOf("BN", { width: 2 }), netsOf("BN")),
  }),
  deeperOrWider: trainingClaim({
    id: "14-deeper-or-wider",
    statement: "about as many γ and β: 32 layers (2,464) minus 14 of twice the width (2,240)",
    source: `${page}; ${paper}`,
    expected: { below: 0 },
    measure: () => accuracyLead(netsOf("BN", { depth: 32 }), netsOf("BN", { width: 2 })),
  }),
  small: trainingClaim({
    id: "14-small",
    statement: "γ and β alone, two epochs: share of γ below 0.01 in size",
    source: paper,
    expected: { below: 0.05 },
    measure: () => tInterval(partOf("BN").map(({ small }) => small)),
  }),
  quarterGone: trainingClaim({
    id: "14-quarter-gone",
    statement: "γ and β alone: accuracy after the quarter of smallest |γ| was made 0, minus before",
    source: paper,
    expected: { above: -0.03 },
    measure: () => withoutQuarter(partOf("BN")),
  }),
  quarterOfAll: trainingClaim({
    id: "14-quarter-of-all",
    statement: "where everything learned: the same",
    source: paper,
    expected: { below: -0.1 },
    measure: () => withoutQuarter(partOf("everything")),
  }),
  longerHelps: trainingClaim({
    id: "14-longer-helps",
    statement: "γ and β alone: eight epochs minus two; accuracy",
    source: paper,
    expected: { above: 0 },
    measure: () => accuracyLead(longer("BN"), partOf("BN")),
  }),
  longerOverOthers: trainingClaim({
    id: "14-longer-over-others",
    statement: "after eight epochs: γ and β minus as many other weights",
    source: paper,
    expected: { above: 0 },
    measure: () => accuracyLead(longer("BN"), longer("others")),
  }),
  leadStays: trainingClaim({
    id: "14-lead-stays",
    statement: "that lead minus the one after two epochs",
    source: paper,
    expected: { below: 0.03 },
    measure: () => pairedInterval(leads(longer), leads(partOf)),
  }),
  allOverLonger: trainingClaim({
    id: "14-all-over-longer",
    statement: "after eight epochs: everything minus γ and β alone",
    source: paper,
    expected: { above: 0.1 },
    measure: () => accuracyLead(longer("everything"), longer("BN")),
  }),
  smallLonger: trainingClaim({
    id: "14-small-longer",
    statement: "γ and β alone, eight epochs: share of γ below 0.01 in size",
    source: paper,
    expected: { below: 0.05 },
    measure: () => tInterval(longer("BN").map(({ small }) => small)),
  }),
  quarterLonger: trainingClaim({
    id: "14-quarter-longer",
    statement: "… and accuracy after the quarter of smallest |γ| was made 0, minus before",
    source: paper,
    expected: { above: -0.03 },
    measure: () => withoutQuarter(longer("BN")),
  }),
  quarterOfAllLonger: trainingClaim({
    id: "14-quarter-of-all-longer",
    statement: "where everything learned for eight epochs: the same",
    source: paper,
    expected: { below: -0.1 },
    measure: () => withoutQuarter(longer("everything")),
  }),
  before: trainingClaim({
    id: "14-before",
    statement: "γ and β alone: normalization before ReLU minus behind it",
    source: `${page}; ${paper}`,
    expected: { below: 0.03 },
    measure: () => accuracyLead(netsOf("BN"), netsOf("BN", { activationFirst: true })),
  }),
  beforeAll: trainingClaim({
    id: "14-before-all",
    statement: "everything learns: the same",
    source: `${page}; ${paper}`,
    expected: { below: 0.03 },
    measure: () =>
      accuracyLead(netsOf("everything"), netsOf("everything", { activationFirst: true })),
  }),
  shortcuts: trainingClaim({
    id: "14-shortcuts",
    statement: "γ and β alone: with shortcuts minus without any",
    source: `${page}; ${paper}`,
    expected: { above: 0 },
    measure: () => accuracyLead(netsOf("BN"), netsOf("BN", { shortcut: "none" })),
  }),
  shortcutsAll: trainingClaim({
    id: "14-shortcuts-all",
    statement: "everything learns: the same",
    source: `${page}; ${paper}`,
    expected: { above: 0 },
    measure: () => accuracyLead(netsOf("everything"), netsOf("everything", { shortcut: "none" })),
  }),
  equallyMany: trainingClaim({
    id: "14-equally-many",
    statement: "γ and β alone, 928 in both: shortcuts without weights minus none",
    source: `${page}; ${paper}`,
    expected: { above: -0.03 },
    measure: () =>
      accuracyLead(netsOf("BN", { shortcut: "padded" }), netsOf("BN", { shortcut: "none" })),
  }),
  ownNorms: trainingClaim({
    id: "14-own-norms",
    statement: "γ and β alone: shortcuts with weights, γ and β minus shortcuts without",
    source: `${page}; ${paper}`,
    expected: { above: 0 },
    measure: () => accuracyLead(netsOf("BN"), netsOf("BN", { shortcut: "padded" })),
  }),
  uniform: trainingClaim({
    id: "14-uniform",
    statement: "γ and β alone: γ from 1 minus γ from U[0, 1]",
    source: paper,
    expected: { above: -0.03 },
    measure: () => accuracyLead(netsOf("BN"), netsOf("BN", { gamma: "uniform" })),
  }),
};

/** Accuracy without the quarter of the features that have the smallest |γ|, minus with it. */
function withoutQuarter(rows: readonly OnlyNormRow[]): Interval {
  const gone = rows.map(({ pruned }) => pruned.find(({ share }) => share === 0.25)!);
  return accuracyLead(gone, rows);
}

/** By seed: accuracy where γ and β learned minus that where as many others did. */
function leads(part: (trained: "BN" | "others") => readonly OnlyNormRow[]): number[] {
  const others = part("others");
  return part("BN").map(({ accuracy }, k) => accuracy - others[k].accuracy);
}

/** Rows of the record. */
function orders(fit: Partial<FreezeOrderRow>): FreezeOrderRow[] {
  return rowsThatFit(freezeOrders(), fit);
}

/** How far the kernels moved in twenty steps, over the first. */
function coasted(fit: Partial<FreezeOrderRow>): number {
  const [row] = orders({ frozen: "after", ...fit });
  return row["kernel after 20"] / row["kernel after 1"];
}
