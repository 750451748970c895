import { rowsThatFit } from "../experiments/best_rate.ts";
import type { Policy } from "../experiments/data_size_study.ts";
import type { Journey } from "../experiments/journeys.ts";
import { memory, replaced, twoMomenta } from "../experiments/lesson_12.ts";
import {
  adaptedInPytorch,
  adaptedStudy,
  bestAtSize,
  momentumStudy,
  smallBatchStudy,
} from "../experiments/lesson_12_studies.ts";
import type { MomentumRow } from "../experiments/momentum_study.ts";
import type { SmallBatchNorm } from "../experiments/small_batch_study.ts";
import { type Interval, pairedInterval, tInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const study = "the committed study; over 5 seeds, 95 % t interval";
const article = `M. Lukac 2020; ${study}`;
const forum = `fast.ai's forum 2017; ${study}`;
const paler = { net: "digits", domain: "near" } as const;
const coloured = { net: "digits", domain: "far" } as const;

/** What lesson 12 claims. */
export const claims = {
  memory: new Claim({
    id: "12-memory",
    statement: "share of the old running means after 30 steps with 0.99, measured, minus 0.99³⁰",
    source: "derived in the lesson",
    kind: "exact",
    expected: 0,
    tolerance: 0.006,
    reason:
      "√Σwᵢ² = 0.048 for the weights of the batches, as much again for the mean that they are held " +
      "against; batch means stray by 0.02 of the shift (measured); four times the product",
    measure: async () => {
      const [{ measured, law }] = await memory({ momenta: [0.99], steps: 30 });
      return measured - law;
    },
    seconds: 20,
  }),
  sameLearning: new Claim({
    id: "12-same-learning",
    statement: "momentum 0.9 and 0.99: the largest difference of accuracies as trained",
    source: "derived in the lesson",
    kind: "exact",
    expected: 0,
    tolerance: 0.001,
    reason: "the same steps: less than one of 300 answers",
    measure: async () => {
      const rows = await twoMomenta({ seed: 1 });
      const [fast, slow] = [0.9, 0.99].map((momentum) => rowsThatFit(rows, { momentum }));
      return Math.max(
        ...fast.map((row, k) => Math.abs(row.accuracyAsTrained - slow[k].accuracyAsTrained)),
      );
    },
    seconds: 30,
  }),
  lawPredicts: trainingClaim({
    id: "12-law-predicts",
    statement:
      "accuracy in inference with 0.99, minus that predicted by momentum^steps: mean size over domains and batches " +
      "of digits and photographs, 30 steps and more",
    source: study,
    expected: { below: 0.05 },
    measure: () => meanMiss("predicted"),
  }),
  lawIsNeeded: trainingClaim({
    id: "12-law-is-needed",
    statement: "the same, minus the accuracy as trained",
    source: study,
    expected: { above: 0.05 },
    measure: () => meanMiss("accuracyAsTrained"),
  }),
  slowFar: trainingClaim({
    id: "12-slow-far",
    statement: "coloured digits, 30 steps with 0.99: accuracy in inference minus as trained",
    source: article,
    expected: { below: -0.1 },
    measure: () => gap(after(coloured, { momentum: 0.99, step: 30 })),
  }),
  fastFar: trainingClaim({
    id: "12-fast-far",
    statement: "the same with 0.9",
    source: article,
    expected: { above: -0.1 },
    measure: () => gap(after(coloured, { momentum: 0.9, step: 30 })),
  }),
  photographsNear: trainingClaim({
    id: "12-photographs-near",
    statement: "EfficientNet-Lite0 on Imagenette, 60 steps: 0.9 minus 0.99, in inference",
    source: article,
    expected: { below: 0 },
    measure: () => leadOfFast("near"),
  }),
  photographsFar: trainingClaim({
    id: "12-photographs-far",
    statement: "the same on negatives",
    source: article,
    expected: { below: 0.05 },
    measure: () => leadOfFast("far"),
  }),
  replaced: new Claim({
    id: "12-replaced",
    statement: "other normalizations, all four tensors copied: the largest difference of a logit",
    source: "M. Lukac 2020; derived in the lesson",
    kind: "exact",
    expected: 0,
    tolerance: 1e-4,
    reason: "the same operations on the same numbers: logits up to 30 in float32",
    measure: async () => (await replaced({ seed: 1 }))[1].difference,
    seconds: 20,
  }),
  forgotten: new Claim({
    id: "12-forgotten",
    statement: "running statistics left behind: accuracy minus that of the network as it was",
    source: "measured here",
    kind: "training",
    expected: { below: -0.2 },
    tolerance: 0,
    reason: "on this side of the bound: 2,000 answers, standard error 0.01",
    measure: async () => {
      const rows = await replaced({ seed: 1 });
      return rows[2].accuracy - rows[0].accuracy;
    },
    seconds: 20,
  }),
  adaptedNear: trainingClaim({
    id: "12-adapted-near",
    statement: "paler digits: new statistics minus old ones, no weight moves",
    source: `Li et al. 2016; ${study}`,
    expected: { above: 0.05 },
    measure: () => gainBy({ net: "digits", domain: "near" }),
  }),
  adaptedFar: trainingClaim({
    id: "12-adapted-far",
    statement: "coloured digits: the same",
    source: `Li et al. 2016; ${study}`,
    expected: { above: 0 },
    measure: () => gainBy({ net: "digits", domain: "far" }),
  }),
  adaptedPhotographs: trainingClaim({
    id: "12-adapted-photographs",
    statement: "EfficientNet-Lite0, Imagenette as it is at 64 pixels: the same",
    source: `Li et al. 2016; ${study}, of statistics from other images`,
    expected: { below: -0.1 },
    measure: () => gainBy({ net: "ImageNet", domain: "as they are", size: 64 }),
  }),
  adaptedColour: trainingClaim({
    id: "12-adapted-colour",
    statement: "the same, under a colour cast",
    source: `${forum}, of statistics from other images`,
    expected: { below: -0.1 },
    measure: () => gainBy({ net: "ImageNet", domain: "colour", size: 64 }),
  }),
  adaptedContrast: trainingClaim({
    id: "12-adapted-contrast",
    statement: "the same net, a sixteenth of the contrast, enlarged to 192 pixels",
    source: `Li et al. 2016; ${study}, of statistics from other images`,
    expected: { above: 0.1 },
    measure: () => gainBy({ net: "ImageNet", domain: "contrast twice", size: 192 }),
  }),
  adaptedPytorch: new Claim({
    id: "12-adapted-pytorch",
    statement:
      "the same net in PyTorch, Imagenette as it is at 64 pixels: new minus old statistics",
    source: "the committed record of tools/adapted_pytorch.py",
    kind: "training",
    expected: { below: -0.2 },
    tolerance: 0,
    reason: "on this side of the bound; four standard errors of a share of 400 are 0.1",
    measure: () => {
      const at = { size: 64, contrast: 1 };
      const [own] = adaptedInPytorch({ ...at, statistics: "own" });
      const [found] = adaptedInPytorch({ ...at, statistics: "front to back" });
      return found.accuracy - own.accuracy;
    },
  }),
  adaptedColourLarge: trainingClaim({
    id: "12-adapted-colour-large",
    statement: "a colour cast, enlarged to 192 pixels",
    source: `${forum}, of statistics from other images`,
    expected: { below: 0.05 },
    measure: () => gainBy({ net: "ImageNet", domain: "colour", size: 192 }),
  }),
  adaptedLarge: trainingClaim({
    id: "12-adapted-large",
    statement: "as they are, enlarged to 192 pixels",
    source: `Li et al. 2016; ${study}, of statistics from other images`,
    expected: { below: 0 },
    measure: () => gainBy({ net: "ImageNet", domain: "as they are", size: 192 }),
  }),
  adaptedNegative: trainingClaim({
    id: "12-adapted-negative",
    statement: "their negatives, enlarged to 192 pixels",
    source: `Li et al. 2016; ${study}, of statistics from other images`,
    expected: { below: 0 },
    measure: () => gainBy({ net: "ImageNet", domain: "negative", size: 192 }),
  }),
  headMoving: trainingClaim({
    id: "12-head-moving",
    statement: "paler digits, 50: a head behind moving statistics minus one behind fixed ones",
    source: forum,
    expected: { above: 0 },
    measure: () => leadOf(paler, ["head, statistics move", "head"], 50),
  }),
  fixedFew: trainingClaim({
    id: "12-fixed-few",
    statement: "coloured digits, 50: everything learns, fixed statistics minus moving ones",
    source: forum,
    expected: { above: 0 },
    measure: () => leadOf(coloured, ["everything, statistics fixed", "everything"], 50),
  }),
  fixedFewer: trainingClaim({
    id: "12-fixed-fewer",
    statement: "that difference with 50, minus that with 5,000",
    source: forum,
    expected: { above: 0 },
    measure: () => {
      const [few, many] = [50, 5000].map((examples) => {
        const at = (policy: Policy) => bestAtSize(coloured, { policy, examples });
        const moving = at("everything");
        return at("everything, statistics fixed").map(({ accuracy }, k) =>
          accuracy - moving[k].accuracy
        );
      });
      return pairedInterval(few, many);
    },
  }),
  fixedNear: trainingClaim({
    id: "12-fixed-near",
    statement: "paler digits, 50: everything learns, fixed statistics minus moving ones",
    source: forum,
    expected: { below: 0 },
    measure: () => leadOf(paler, ["everything, statistics fixed", "everything"], 50),
  }),
  halfNear: trainingClaim({
    id: "12-half-near",
    statement: "paler digits, 50: second half and all BN minus everything",
    source: forum,
    expected: { above: -0.05 },
    measure: () => leadOf(paler, ["second half and all BN", "everything"], 50),
  }),
  halfFar: trainingClaim({
    id: "12-half-far",
    statement: "coloured digits, 5,000: the same",
    source: forum,
    expected: { below: 0 },
    measure: () => leadOf(coloured, ["second half and all BN", "everything"], 5000),
  }),
  pretrainedFew: trainingClaim({
    id: "12-pretrained-few",
    statement: "coloured digits, 50: pre-trained, statistics fixed, minus from scratch",
    source: article,
    expected: { above: 0 },
    measure: () =>
      leadOf(coloured, ["everything, statistics fixed", "everything, from scratch"], 50),
  }),
  pretrainedMany: trainingClaim({
    id: "12-pretrained-many",
    statement: "coloured digits, 5,000: everything, pre-trained minus from scratch",
    source: article,
    expected: { below: 0.2 },
    measure: () => leadOf(coloured, ["everything", "everything, from scratch"], 5000),
  }),
  photographsMoving: trainingClaim({
    id: "12-photographs-moving",
    statement:
      "EfficientNet-Lite0, 50 photographs of dogs: a head behind moving statistics minus one behind " +
      "fixed ones",
    source: forum,
    expected: { below: 0 },
    measure: () => photographsLead("head, statistics move", "head"),
  }),
  photographsAll: trainingClaim({
    id: "12-photographs-all",
    statement: "the same: everything with fixed statistics minus the head alone",
    source: forum,
    expected: { below: 0.05 },
    measure: () => photographsLead("everything, statistics fixed", "head"),
  }),
  renormInPairs: trainingClaim({
    id: "12-renorm-in-pairs",
    statement: "coloured digits in batches of two: batch renormalization minus batch normalization",
    source: article,
    expected: { below: 0.05 },
    measure: () => leadInBatches(["batch renorm", "batch"], 2),
  }),
  groupInPairs: trainingClaim({
    id: "12-group-in-pairs",
    statement: "the same: group normalization minus batch normalization",
    source: article,
    expected: { below: 0.05 },
    measure: () => leadInBatches(["group", "batch"], 2),
  }),
  withoutNorm: trainingClaim({
    id: "12-without-norm",
    statement: "in batches of 32: no normalization minus batch normalization",
    source: article,
    expected: { below: 0 },
    measure: () => leadInBatches(["none", "batch"], 32),
  }),
};

/** By how much something misses the accuracy in inference, on average for each seed. */
function meanMiss(of: "predicted" | "accuracyAsTrained"): Interval {
  const late = momentumStudy({ momentum: 0.99 }).filter(({ step }) => step >= 30);
  const bySeed = Map.groupBy(late, ({ seed }) => seed);
  return tInterval(
    [...bySeed.values()].map((own) => mean(own.map((row) => Math.abs(row.accuracy - row[of])))),
  );
}

/** In inference minus as trained. */
function gap(rows: readonly MomentumRow[]): Interval {
  return pairedInterval(
    rows.map(({ accuracy }) => accuracy),
    rows.map(({ accuracyAsTrained }) => accuracyAsTrained),
  );
}

/** Nets that learned in batches of 32. */
function after(
  journey: Journey,
  fit: Pick<MomentumRow, "momentum" | "step">,
): MomentumRow[] {
  return momentumStudy({ ...journey, batchSize: 32, ...fit });
}

function leadOfFast(domain: Journey["domain"]): Interval {
  const at = (momentum: number) => after({ net: "ImageNet", domain }, { momentum, step: 60 });
  return accuracyLead(at(0.9), at(0.99));
}

/** New statistics minus old ones. */
function gainBy(fit: Parameters<typeof adaptedStudy>[0]): Interval {
  return accuracyLead(adaptedStudy({ ...fit, share: 1 }), adaptedStudy({ ...fit, share: 0 }));
}

/** One policy minus another, each at its best rate. */
function leadOf(
  journey: Journey,
  [policy, other]: [Policy, Policy],
  examples: number,
): Interval {
  return accuracyLead(
    bestAtSize(journey, { policy, examples }),
    bestAtSize(journey, { policy: other, examples }),
  );
}

/** The same for fifty dogs. */
function photographsLead(policy: Policy, other: Policy): Interval {
  return leadOf({ net: "ImageNet", domain: "near" }, [policy, other], 50);
}

/** One normalization minus another, in batches of one size. */
function leadInBatches(
  [norm, other]: [SmallBatchNorm, SmallBatchNorm],
  batchSize: number,
): Interval {
  return accuracyLead(
    smallBatchStudy({ norm, batchSize }),
    smallBatchStudy({ norm: other, batchSize }),
  );
}
