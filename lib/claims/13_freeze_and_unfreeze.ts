import {
  atEnd,
  epochsOf,
  freezeStudy,
  gradientRatios,
  meansBySeed,
  oftenLess,
  twoWays,
  waysOnDigits,
} from "../experiments/lesson_13.ts";
import type { FreezeUnfreezeRow } from "../experiments/freeze_unfreeze.ts";
import { type Interval, pairedInterval, tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const source =
  "Batch norm and transfer learning (blog); the committed study; over 5 seeds, 95 % t interval";
const [headFirst, bothFirst] = twoWays;
const bothFirstFast = "head and BN, then all at ten times";

/** What lesson 13 claims. */
export const claims = {
  sourceIsLearned: new Claim({
    id: "13-source-is-learned",
    statement: "accuracy of the pre-trained nets on Imagenette, the least of five",
    source: "the committed study",
    kind: "training",
    expected: { above: 0.3 },
    tolerance: 0,
    reason: "three times chance; 1,000 photographs, standard error 0.015",
    measure: () => Math.min(...atEnd("BN, pre-trained").map((row) => row.sourceAccuracy!)),
  }),
  explodes: trainingClaim({
    id: "13-explodes",
    statement:
      "before the first step, root mean square of the first layer's gradients: He's weights without BN, " +
      "over those with BN; lg",
    source,
    expected: { above: 0.3 },
    measure: () =>
      pairedInterval(
        firstGradients("no BN").map(Math.log10),
        firstGradients("BN").map(Math.log10),
      ),
  }),
  smallLater: trainingClaim({
    id: "13-small-later",
    statement: "no BN, after an epoch: gradients of layer 19 over those of layer 1",
    source,
    expected: { below: 0.1 },
    measure: () => tInterval(gradientRatios({ way: "no BN", epoch: 1 }, [19, 1])),
  }),
  smallWithNorm: trainingClaim({
    id: "13-small-with-norm",
    statement: "BN, from random weights: the same",
    source,
    expected: { below: 0.2 },
    measure: () => tInterval(gradientRatios({ way: "BN", epoch: 1 }, [19, 1])),
  }),
  guesses: trainingClaim({
    id: "13-guesses",
    statement: "He's weights without BN after five epochs: accuracy",
    source,
    expected: { below: 0.15 },
    measure: () => accuracyOf("no BN"),
  }),
  takenOut: trainingClaim({
    id: "13-taken-out",
    statement: "BN taken out of the pre-trained network, five epochs: accuracy",
    source,
    expected: { below: 0.15 },
    measure: () => accuracyOf("BN taken out"),
  }),
  fromZero: trainingClaim({
    id: "13-from-zero",
    statement: "no BN, but the branches begin at 0: accuracy after five epochs",
    source,
    expected: { above: 0.15 },
    measure: () => accuracyOf("no BN, branches from 0"),
  }),
  normIsAhead: trainingClaim({
    id: "13-norm-is-ahead",
    statement: "from random weights: with BN minus without, branches from 0",
    source,
    expected: { above: 0 },
    measure: () => accuracyLead(atEnd("BN"), atEnd("no BN, branches from 0")),
  }),
  sameRateBegins: trainingClaim({
    id: "13-same-rate-begins",
    statement: "the same at one rate, 0.003, after an epoch",
    source,
    expected: { above: 0 },
    measure: () =>
      accuracyLead(afterOne("BN, at a small rate"), afterOne("no BN, branches from 0")),
  }),
  sameRate: trainingClaim({
    id: "13-same-rate",
    statement: "the same at one rate, 0.003, after five epochs",
    source,
    expected: { below: 0.03 },
    measure: () => accuracyLead(atEnd("BN, at a small rate"), atEnd("no BN, branches from 0")),
  }),
  rateOfNorm: trainingClaim({
    id: "13-rate-of-norm",
    statement: "from random weights, with BN: at a rate of 0.1 minus at 0.003",
    source,
    expected: { above: 0.05 },
    measure: () => accuracyLead(atEnd("BN"), atEnd("BN, at a small rate")),
  }),
  pretrainedBegins: trainingClaim({
    id: "13-pretrained-begins",
    statement: "naive, with BN, after one epoch: pre-trained minus random weights",
    source,
    expected: { above: 0 },
    measure: () => accuracyLead(afterOne("BN, pre-trained"), afterOne("BN")),
  }),
  pretrainedEnds: trainingClaim({
    id: "13-pretrained-ends",
    statement: "after five: the same",
    source,
    expected: { below: 0.05 },
    measure: () => accuracyLead(atEnd("BN, pre-trained"), atEnd("BN")),
  }),
  pretrainedKnows: trainingClaim({
    id: "13-pretrained-knows",
    statement: "its loss on the images it learns from, the same difference in nats",
    source,
    expected: { below: -0.05 },
    measure: () => lossLead("BN, pre-trained", "BN"),
  }),
  normMovesMore: trainingClaim({
    id: "13-norm-moves-more",
    statement:
      "change of the weights' variance in a step, mean over layers: BN, over no BN with branches from 0; lg",
    source,
    expected: { above: 0.5 },
    measure: () => pairedInterval(jumps("BN"), jumps("no BN, branches from 0")),
  }),
  normMovesLess: trainingClaim({
    id: "13-norm-moves-less",
    statement: "the same at one rate, 0.003; lg",
    source,
    expected: { below: 0 },
    measure: () => pairedInterval(jumps("BN, at a small rate"), jumps("no BN, branches from 0")),
  }),
  branchesStay: trainingClaim({
    id: "13-branches-stay",
    statement: "layers 4 to 19: how far their weights have gone in five epochs, at one rate; lg",
    source,
    expected: { below: -0.5 },
    measure: () => wayGoneAtOneRate((moved) => mean(moved.slice(3, 19))),
  }),
  headGoes: trainingClaim({
    id: "13-head-goes",
    statement: "the head: the same",
    source,
    expected: { above: 0 },
    measure: () => wayGoneAtOneRate((moved) => moved[19]),
  }),
  bothFirst: trainingClaim({
    id: "13-both-first",
    statement: "while the body is frozen: γ, β and the head minus the head alone; accuracy",
    source,
    expected: { above: 0 },
    measure: () => accuracyLead(atEnd(bothFirst, 1), atEnd(headFirst, 1)),
  }),
  bothAtEnd: trainingClaim({
    id: "13-both-at-end",
    statement: "at the end, after all was unfrozen: the same",
    source,
    expected: { below: 0.03 },
    measure: () => accuracyLead(atEnd(bothFirst), atEnd(headFirst)),
  }),
  lossStaysLower: trainingClaim({
    id: "13-loss-stays-lower",
    statement: "loss of the last epoch: γ, β and the head first minus the head first; nats",
    source,
    expected: { below: 0 },
    measure: () => lossLead(bothFirst, headFirst),
  }),
  naiveIsAhead: trainingClaim({
    id: "13-naive-is-ahead",
    statement: "everything at once at ten times the rate, minus γ, β and the head first",
    source,
    expected: { above: 0 },
    measure: () => accuracyLead(atEnd("BN, pre-trained"), atEnd(bothFirst)),
  }),
  carefulIsBehind: trainingClaim({
    id: "13-careful-is-behind",
    statement:
      "γ, β and the head first, then all at a low rate, minus all at once from random weights",
    source,
    expected: { below: 0 },
    measure: () => accuracyLead(atEnd(bothFirst), atEnd("BN")),
  }),
  rateAtOnce: trainingClaim({
    id: "13-rate-at-once",
    statement: "all of a pre-trained network at once: at a rate of 0.1 minus at 0.01",
    source,
    expected: { above: 0.03 },
    measure: () => accuracyLead(atEnd("BN, pre-trained"), atEnd("BN, pre-trained, at a tenth")),
  }),
  rateAfter: trainingClaim({
    id: "13-rate-after",
    statement: "γ, β and the head first, then all: at 0.1 minus at 0.01",
    source,
    expected: { above: 0.03 },
    measure: () => accuracyLead(atEnd(bothFirstFast), atEnd(bothFirst)),
  }),
  orderSlow: trainingClaim({
    id: "13-order-slow",
    statement: "everything at 0.01: γ, β and the head first, minus all at once",
    source,
    expected: { above: 0 },
    measure: () => accuracyLead(atEnd(bothFirst), atEnd("BN, pre-trained, at a tenth")),
  }),
  orderFast: trainingClaim({
    id: "13-order-fast",
    statement: "everything at 0.1: the same",
    source,
    expected: { above: 0 },
    measure: () => accuracyLead(atEnd(bothFirstFast), atEnd("BN, pre-trained")),
  }),
  bothAtEndFast: trainingClaim({
    id: "13-both-at-end-fast",
    statement: "everything at 0.1 in the end: γ, β and the head first, minus the head first",
    source,
    expected: { above: -0.01 },
    measure: () => accuracyLead(atEnd(bothFirstFast), atEnd("head, then all at ten times")),
  }),
  carefulFast: trainingClaim({
    id: "13-careful-fast",
    statement: "γ, β and the head first, then all at 0.1, minus all at once from random weights",
    source,
    expected: { above: 0 },
    measure: () => accuracyLead(atEnd(bothFirstFast), atEnd("BN")),
  }),
  steadier: trainingClaim({
    id: "13-steadier",
    statement:
      "after unfreezing: a batch's loss around its neighbours', γ and β first minus head first; nats",
    source,
    expected: { above: -0.005 },
    measure: () => differenceUnfrozen(({ spread }) => spread!),
  }),
  fewerChanges: trainingClaim({
    id: "13-fewer-changes",
    statement:
      "after unfreezing: share of weights in another bin, mean over layers, the same difference",
    source,
    expected: { above: -0.01 },
    measure: () => differenceUnfrozen(({ shift }) => mean(shift.slice(0, -1))),
  }),
  shorterMoves: trainingClaim({
    id: "13-shorter-moves",
    statement:
      "after unfreezing: length of the weights' change over He's, mean over layers, the same difference",
    source,
    expected: { below: 0 },
    measure: () => differenceUnfrozen(({ moved }) => mean(moved.slice(0, -1))),
  }),
  turns: trainingClaim({
    id: "13-turns",
    statement:
      "after unfreezing: change of the gradient after a step, over its length, the same difference",
    source: `Santurkar et al. 2018; ${source}`,
    expected: { above: 0 },
    measure: () => differenceUnfrozen(({ turn }) => turn),
  }),
  fewerLayers: new Claim({
    id: "13-fewer-layers",
    statement:
      "in which share of 5 nets' 20 layers the histogram changes less where γ and β learned first",
    source: "the committed study",
    kind: "training",
    expected: { below: 0.65 },
    tolerance: 0,
    reason: "15 of a hundred beyond a half are three standard errors, were the layers independent",
    measure: () => oftenLess("shift"),
  }),
  frozenStays: new Claim({
    id: "13-frozen-stays",
    statement: "while the head alone learns: how far the weights of the body have moved",
    source: "lesson 11",
    kind: "exact",
    expected: 0,
    tolerance: 1e-12,
    reason: "they are frozen",
    measure: () => Math.max(...epochsOf(headFirst, 1).flatMap(({ moved }) => moved.slice(0, -1))),
  }),
  onDigits: new Claim({
    id: "13-on-digits",
    statement: "digits: accuracy after γ and β and the head learned, minus after the head alone",
    source: "measured here",
    kind: "training",
    expected: { above: 0.05 },
    tolerance: 0,
    reason: "on this side of the bound; 300 answers, standard error 0.03",
    measure: async () => {
      const rows = (await waysOnDigits({ seed: 1 })).filter(({ phase, epoch }) =>
        phase === 1 && epoch === 1
      );
      const [head, both] = twoWays.map((way) => rows.find((row) => row.way === way)!.accuracy);
      return both - head;
    },
    seconds: 40,
  }),
};

/** Accuracy of a way's nets at the end. */
function accuracyOf(way: string): Interval {
  return tInterval(atEnd(way).map(({ accuracy }) => accuracy));
}

/** The nets of a naive way after an epoch. */
function afterOne(way: string): FreezeUnfreezeRow[] {
  return freezeStudy({ way, phase: 1, epoch: 1 });
}

/** Powers of ten of the changes of variance in a step, by seed. */
function jumps(way: string): number[] {
  return meansBySeed(epochsOf(way, 1), ({ jump }) => mean(jump)).map(Math.log10);
}

/** How far weights have gone in five epochs at a rate of 0.003: with BN over without, lg. */
function wayGoneAtOneRate(of: (moved: number[]) => number): Interval {
  const [withNorm, without] = ["BN, at a small rate", "no BN, branches from 0"].map((way) =>
    atEnd(way).map(({ moved }) => Math.log10(of(moved)))
  );
  return pairedInterval(withNorm, without);
}

/** The first layer's gradients before the first step. */
function firstGradients(way: string): number[] {
  return freezeStudy({ way, phase: 1, epoch: 0 }).map(({ gradients }) => gradients[0]);
}

/** Loss of the last epoch of one way minus that of another. */
function lossLead(way: string, other: string): Interval {
  const losses = (name: string) => atEnd(name).map(({ loss }) => loss!);
  return pairedInterval(losses(way), losses(other));
}

/** γ, β and the head first, minus the head first: something's mean over the epochs after unfreezing. */
function differenceUnfrozen(of: (row: FreezeUnfreezeRow) => number): Interval {
  return pairedInterval(
    meansBySeed(epochsOf(bothFirst, 2), of),
    meansBySeed(epochsOf(headFirst, 2), of),
  );
}
