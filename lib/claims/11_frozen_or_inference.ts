import {
  frameworksBesideOurs,
  ourStep,
  stepDifference,
  stepNumbers,
  tensorflowJsStep,
} from "../experiments/frozen_step.ts";
import { rowsThatFit } from "../experiments/best_rate.ts";
import type { FineTuningRow } from "../experiments/fine_tuning.ts";
import type { FrozenRow } from "../experiments/frozen_study.ts";
import { bestUnfrozen, frozenStudy, leftInTraining, recipes } from "../experiments/lesson_11.ts";
import type { Journey } from "../experiments/journeys.ts";
import type { UnfreezeRow } from "../experiments/unfreeze_study.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { type Interval, pairedInterval } from "../statistics/interval.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
const study = "the committed study; over 5 seeds, 95 % t interval";
const coloured = { net: "digits", domain: "far" } as const;
const dogs = { net: "ImageNet", domain: "near" } as const;
const record = "the committed record of tools/frozen_frameworks.py";

/** What lesson 11 claims. */
export const claims = {
  frameworks: new Claim({
    id: "11-frameworks",
    statement:
      "fourteen training steps in four frameworks, twelve of them frozen in some way, beside our " +
      "layer in the mode of that name: the largest difference of an output, a gradient or a tensor",
    source: record,
    kind: "exact",
    expected: 0,
    tolerance: 4e-6,
    reason: "numbers up to 3 after some twenty roundings of 2⁻²⁴, and seven digits in the record",
    measure: async () => Math.max(...(await frameworksBesideOurs()).map((step) => step.difference)),
  }),
  tensorflowJs: new Claim({
    id: "11-tensorflow-js",
    statement: "`trainable = false` in TensorFlow.js, beside our layer with γ and β frozen alone",
    source: "measured here",
    kind: "exact",
    expected: 0,
    tolerance: 4e-6,
    reason: "numbers up to 3 after some twenty roundings of 2⁻²⁴",
    measure: async () =>
      stepDifference(
        await tensorflowJsStep(false),
        await ourStep(frozenAs["PyTorch 2.14: requires_grad = False"]),
      ),
  }),
  gradientThroughBatch: new Claim({
    id: "11-gradient-through-batch",
    statement: "batch statistics: the sum of the gradient by the inputs of a channel",
    source: "lesson 08",
    kind: "exact",
    expected: 0,
    tolerance: 2e-6,
    reason: "a sum of five numbers up to 2 in float32, after some ten roundings each",
    measure: async () => {
      const { dx } = await ourStep(frozenAs["PyTorch 2.14: requires_grad = False"]);
      return Math.max(...[0, 1, 2].map((c) => Math.abs(sum(dx.filter((_, k) => k % 3 === c)))));
    },
  }),
  gradientThroughRunning: new Claim({
    id: "11-gradient-through-running",
    statement: "running statistics: gradient by the inputs minus γ/√(σ² + ε)·dy, the largest",
    source: derived,
    kind: "exact",
    expected: 0,
    tolerance: 1e-6,
    reason: "a product and a root of numbers up to 2 in float32",
    measure: async () => {
      const { dx } = await ourStep(frozenAs["Keras 3.15: trainable = False, training = True"]);
      const { weights, before: { gamma, variance }, epsilon } = stepNumbers;
      const law = weights.flatMap((row) =>
        row.map((dy, c) => gamma[c] / Math.sqrt(variance[c] + epsilon) * dy)
      );
      return Math.max(...dx.map((value, k) => Math.abs(value - law[k])));
    },
  }),
  keptBatchStatistics: trainingClaim({
    id: "11-kept-batch-statistics",
    statement: "head behind a body that normalizes by the batch and keeps nothing, paler digits: " +
      "accuracy as trained minus in inference",
    source: `V. Vryniotis 2018; ${study}`,
    expected: { above: 0.05 },
    measure: () => gap(head("digits", "near", "batch, nothing moves")),
  }),
  movedStatistics: trainingClaim({
    id: "11-moved-statistics",
    statement: "the same, but the running statistics move",
    source: study,
    expected: { below: 0.05 },
    measure: () => gap(head("digits", "near", "batch, statistics move")),
  }),
  photographsNear: trainingClaim({
    id: "11-photographs-near",
    statement:
      "EfficientNet-Lite0 to breeds of dogs, batch statistics, nothing moves: accuracy as " +
      "trained minus in inference",
    source: study,
    expected: { below: 0.05 },
    measure: () => gap(head("ImageNet", "near", "batch, nothing moves")),
  }),
  photographsFar: trainingClaim({
    id: "11-photographs-far",
    statement: "the same net to negatives",
    source: `V. Vryniotis 2018; ${study}`,
    expected: { above: 0.05 },
    measure: () => gap(head("ImageNet", "far", "batch, nothing moves")),
  }),
  switched: trainingClaim({
    id: "11-switched",
    statement:
      "coloured digits, the head has learned and no other weight has moved yet: accuracy " +
      "with batch statistics minus with running ones",
    source: `TensorFlow's tutorial on transfer learning; ${study}`,
    expected: { below: -0.05 },
    measure: () => gap(unfrozen(coloured, "batch, all moves", 0)),
  }),
  recovers: trainingClaim({
    id: "11-recovers",
    statement:
      "coloured digits, two hundred steps with batch statistics at the best rate: accuracy " +
      "in inference, minus that before",
    source: study,
    expected: { above: 0 },
    measure: () =>
      accuracyLead(
        unfrozen(coloured, "batch, all moves", 200),
        unfrozen(coloured, "batch, all moves", 0),
      ),
  }),
  staysAhead: trainingClaim({
    id: "11-stays-ahead",
    statement: "the same, running statistics minus batch statistics, each at its best rate",
    source: study,
    expected: { above: 0 },
    measure: () =>
      accuracyLead(
        unfrozen(coloured, "running, γ and β move", 200),
        unfrozen(coloured, "batch, all moves", 200),
      ),
  }),
  photographsFall: trainingClaim({
    id: "11-photographs-fall",
    statement:
      "EfficientNet-Lite0 to breeds of dogs, sixty steps with batch statistics at the best " +
      "of three rates: accuracy in inference, minus that before",
    source: `TensorFlow's tutorial on transfer learning; ${study}`,
    expected: { below: -0.05 },
    measure: () =>
      accuracyLead(unfrozen(dogs, "batch, all moves", 60), unfrozen(dogs, "batch, all moves", 0)),
  }),
  photographsGain: trainingClaim({
    id: "11-photographs-gain",
    statement: "the same with running statistics",
    source: study,
    expected: { above: 0 },
    measure: () =>
      accuracyLead(
        unfrozen(dogs, "running, γ and β move", 60),
        unfrozen(dogs, "running, γ and β move", 0),
      ),
  }),
  alone: new Claim({
    id: "11-alone",
    statement: "a network left in training mode judges single digits: number of different answers",
    source: "lesson 10: the mean over one number is that number",
    kind: "exact",
    expected: 1,
    tolerance: 0.5,
    reason: "a count",
    measure: async () => (await leftInTraining({ seed: 1 }))[0].answers,
    seconds: 15,
  }),
  stillWeights: new Claim({
    id: "11-still-weights",
    statement:
      "coloured digits, batch statistics after running ones, and no weight moves: accuracy " +
      "in inference at the end minus at the beginning",
    source: "TensorFlow's tutorial on transfer learning; measured here, one seed",
    kind: "training",
    expected: { below: 0 },
    tolerance: 0,
    reason: "on this side of the bound",
    measure: async () => {
      const row = (await recipes({ seed: 1 }))[2];
      return row["at the end, in inference"] - row.before;
    },
    seconds: 25,
  }),
  ownClass: new Claim({
    id: "11-own-class",
    statement: "32 digits that were sorted by class: the same network, minus 32 mixed ones",
    source: "measured here",
    kind: "training",
    expected: { below: -0.2 },
    tolerance: 0,
    reason: "four times the standard error of a share of 320 answers is 0.11",
    measure: async () => {
      const rows = await leftInTraining({ seed: 1 });
      return rows[4].accuracy - rows[3].accuracy;
    },
    seconds: 15,
  }),
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The nets behind bodies that were frozen so, in the order of their seeds. */
function head(
  net: FrozenRow["net"],
  domain: FrozenRow["domain"],
  meaning: FrozenRow["meaning"],
): FrozenRow[] {
  return frozenStudy({ net, domain, meaning });
}

/** Accuracy as trained minus accuracy in inference. */
function gap(rows: readonly FineTuningRow[]): Interval {
  return pairedInterval(
    rows.map((row) => row.accuracyAsTrained),
    rows.map(({ accuracy }) => accuracy),
  );
}

/** The nets of a journey, so many steps after everything was unfrozen, at the best rate. */
function unfrozen(journey: Journey, meaning: UnfreezeRow["meaning"], step: number): UnfreezeRow[] {
  return rowsThatFit(bestUnfrozen({ ...journey, meaning }), { step });
}
