import type { AdaptedRow } from "../experiments/adapted_statistics.ts";
import {
  adaptationStudy,
  momentumStudy,
  oldShare,
  reinjectedDifference,
} from "../experiments/lesson_12.ts";
import type { MomentumRow } from "../experiments/momentum_study.ts";
import { type Interval, pairedInterval } from "../statistics/interval.ts";
import { mean } from "../statistics/moments.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const study = "the committed study; over 5 seeds, 95 % t interval";
const lukac = `M. Lukac 2020; ${study}`;

/** What lesson 12 claims. */
export const claims = {
  law99: new Claim({
    id: "12-law-99",
    statement: "0.99 kept: share of the old running mean after 30 steps, 0.99³⁰",
    source: "derived in the lesson",
    kind: "monte carlo",
    expected: 0.99 ** 30,
    tolerance: 0.02,
    reason:
      "means of 64 digits differ by 0.05 of the way; of those, averaged as the running mean " +
      "does, √((1 − m)/(1 + m)) = 0.07 is left: 0.004, five times",
    measure: () => shareAfter(30, 0.99),
    seconds: 12,
  }),
  law90: new Claim({
    id: "12-law-90",
    statement: "0.9 kept: after 10 steps, 0.9¹⁰",
    source: "derived in the lesson",
    kind: "monte carlo",
    expected: 0.9 ** 10,
    tolerance: 0.06,
    reason: "as above, with √((1 − m)/(1 + m)) = 0.23: 0.012, five times",
    measure: () => shareAfter(10, 0.9),
    seconds: 12,
  }),
  momentumFar: trainingClaim({
    id: "12-momentum-far",
    statement:
      "EfficientNet-Lite0 to negatives, 30 steps with batches of 64: accuracy in inference " +
      "with 0.9 kept minus with 0.99",
    source: lukac,
    expected: { above: 0 },
    measure: () => momentumLead({ net: "ImageNet", domain: "far", batchSize: 64, step: 30 }),
  }),
  momentumLearnsTheSame: new Claim({
    id: "12-momentum-learns-the-same",
    statement: "the same: as trained; the largest difference of a seed",
    source: "with batch statistics the momentum is no part of what is trained",
    kind: "training",
    expected: 0,
    tolerance: 0.02,
    reason: "sums in another order, grown in 30 steps: ten of 500 answers",
    measure: () => {
      const [one, other] = [0.9, 0.99].map((momentum) =>
        bySeed({ net: "ImageNet", domain: "far", batchSize: 64, step: 30, momentum })
      );
      return Math.max(
        ...one.map((row, k) => Math.abs(row.accuracyAsTrained - other[k].accuracyAsTrained)),
      );
    },
  }),
  reinjected: new Claim({
    id: "12-reinjected",
    statement:
      "a network with layers of another momentum and the same weights: largest difference " +
      "of an output in inference",
    source: "definition",
    kind: "exact",
    expected: 0,
    tolerance: 1e-6,
    reason: "the same computation, twice",
    measure: reinjectedDifference,
  }),
  adaptedNear: trainingClaim({
    id: "12-adapted-near",
    statement:
      "plain digits to paler ones, no training: accuracy with the domain's statistics minus " +
      "with the old ones",
    source: `Y. Li et al. 2017; ${study}`,
    expected: { above: 0.1 },
    measure: () => adaptation({ net: "digits", domain: "near" }),
  }),
  adaptedContrast: trainingClaim({
    id: "12-adapted-contrast",
    statement: "EfficientNet-Lite0, a quarter of the contrast: the same",
    source: `Y. Li et al. 2017; ${study}`,
    expected: { above: 0 },
    measure: () => adaptation({ net: "ImageNet", domain: "contrast" }),
  }),
  adaptedUnshifted: trainingClaim({
    id: "12-adapted-unshifted",
    statement: "EfficientNet-Lite0, photographs as they are: the same",
    source: study,
    expected: { below: 0.05 },
    measure: () => adaptation({ net: "ImageNet", domain: "photographs" }),
  }),
};

async function shareAfter(step: number, momentum: number): Promise<number> {
  const rows = await oldShare({ momenta: [0.9, 0.99], steps: 100, seeds: [1, 2] });
  const own = rows.filter((row) => row.step === step && row.momentum === momentum);
  return mean(own.map(({ share }) => share));
}

function bySeed(fit: Partial<MomentumRow>): MomentumRow[] {
  return momentumStudy(fit).sort((a, b) => a.seed - b.seed);
}

/** Accuracy in inference with 0.9 kept minus with 0.99. */
function momentumLead(
  fit: Pick<MomentumRow, "net" | "domain" | "batchSize" | "step">,
): Interval {
  const [one, other] = [0.9, 0.99].map((momentum) => bySeed({ ...fit, momentum }));
  return accuracyLead(one, other);
}

/** Accuracy with the domain's statistics minus with the old ones. */
function adaptation(fit: Pick<AdaptedRow, "net" | "domain">): Interval {
  const rows = adaptationStudy(fit);
  return pairedInterval(rows.map(({ after }) => after), rows.map(({ before }) => before));
}
