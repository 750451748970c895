import { measuredShift } from "../experiments/dropout_shift.ts";
import {
  bestRuns,
  microbatchStudy,
  type NormalizationRow,
  normalizationStudy,
  shifts,
  signals,
  twoImages,
} from "../experiments/lesson_10.ts";
import { normEqualities } from "../experiments/norm_equalities.ts";
import { renormAgainst } from "../experiments/renorm_facts.ts";
import { weightNormCosine } from "../experiments/weights_normalized.ts";
import { reluMoments, varianceShift } from "../normalization/variance_shift.ts";
import { pairedInterval, tInterval } from "../statistics/interval.ts";
import { accuracyLead } from "./accuracy_lead.ts";
import { Claim } from "./claim.ts";
import { trainingClaim } from "./training_claim.ts";

const derived = "derived in the lesson";
const study = "the committed study; over 5 seeds, 95 % t interval";
const wuHe = `Wu & He 2018, figure 1; ${study}`;

/** What lesson 10 claims. */
export const claims = {
  equalities: new Claim({
    id: "10-equalities",
    statement: "nine pairs of normalizations that are equal: the largest difference of an output",
    source: "definitions; Wu & He 2018, section 3",
    kind: "exact",
    expected: 0,
    tolerance: 2e-6,
    reason:
      "outputs of size 1 to 4 after sums over up to 60 numbers in float32, a few units of 2⁻²² each",
    measure: async () => Math.max(...(await normEqualities(1)).map(({ difference }) => difference)),
  }),
  batchOfTwo: trainingClaim({
    id: "10-batch-of-two",
    statement:
      "batches of two digits, each at its best rate: accuracy of layer normalization minus that " +
      "of batch normalization",
    source: wuHe,
    expected: { above: 0.2 },
    measure: () => accuracyLead(sized("layer", 2), sized("batch", 2)),
  }),
  layerOfTwo: trainingClaim({
    id: "10-layer-of-two",
    statement: "layer normalization with batches of two, minus with batches of 64",
    source: wuHe,
    expected: { above: -0.02 },
    measure: () => accuracyLead(sized("layer", 2), sized("layer", 64)),
  }),
  batchOfSixteen: trainingClaim({
    id: "10-batch-of-sixteen",
    statement: "batches of 16: batch normalization minus layer normalization; accuracy",
    source: wuHe,
    expected: { above: 0 },
    measure: () => accuracyLead(sized("batch", 16), sized("layer", 16)),
  }),
  batchOfSixtyFour: trainingClaim({
    id: "10-batch-of-sixty-four",
    statement: "batches of 64: batch normalization minus layer normalization",
    source: wuHe,
    expected: { above: 0 },
    measure: () => accuracyLead(sized("batch", 64), sized("layer", 64)),
  }),
  trainingIsToBlame: trainingClaim({
    id: "10-training-is-to-blame",
    statement:
      "batches of two: accuracy by running statistics minus accuracy by those of two digits, as in " +
      "training",
    source: study,
    expected: { above: 0.1 },
    measure: () =>
      pairedInterval(
        sized("batch", 2).map(({ accuracy }) => accuracy),
        sized("batch", 2).map(({ batchAccuracy }) => batchAccuracy!),
      ),
  }),
  runningIsNot: trainingClaim({
    id: "10-running-is-not",
    statement:
      "the same networks: by statistics of all training digits minus by running statistics",
    source: study,
    expected: { below: 0.05 },
    measure: () =>
      pairedInterval(
        sized("batch", 2).map(({ populationAccuracy }) => populationAccuracy!),
        sized("batch", 2).map(({ accuracy }) => accuracy),
      ),
  }),
  twoImagesAreMany: trainingClaim({
    id: "10-two-images-are-many",
    statement:
      "three convolutions, batches of two images: batch minus group normalization; accuracy",
    source: "this course; over 5 seeds, 95 % t interval",
    expected: { above: -0.06 },
    measure: async () => accuracyLead(await twoImages("batch", 28), await twoImages("group", 28)),
    seconds: 9,
  }),
  twoNumbersAreTwo: trainingClaim({
    id: "10-two-numbers-are-two",
    statement:
      "the same convolutions on images of 7 × 7 pixels, where the last has one place: group minus batch " +
      "normalization; accuracy",
    source: "this course; over 5 seeds, 95 % t interval",
    expected: { above: 0.15 },
    measure: async () => accuracyLead(await twoImages("group", 7), await twoImages("batch", 7)),
    seconds: 7,
  }),
  renormIsInference: new Claim({
    id: "10-renorm-is-inference",
    statement:
      "batch renormalization with wide bounds, in training, against the normalization of inference: " +
      "largest difference",
    source: "Ioffe 2017, section 3; derived in the lesson",
    kind: "exact",
    expected: 0,
    tolerance: 1e-5,
    reason: "outputs up to 10 in float32, half a dozen operations of 2⁻²⁴ each",
    measure: () => renormAgainst("inference", 1),
  }),
  renormBegins: new Claim({
    id: "10-renorm-begins",
    statement: "with bounds 1 and 0, against batch normalization",
    source: "Ioffe 2017, section 3",
    kind: "exact",
    expected: 0,
    tolerance: 1e-5,
    reason: "as above",
    measure: () => renormAgainst("batch", 1),
  }),
  renormOfFour: trainingClaim({
    id: "10-renorm-of-four",
    statement: "batches of four: batch renormalization minus batch normalization; accuracy",
    source: `Ioffe 2017, section 4.3; ${study}`,
    expected: { above: 0 },
    measure: () => accuracyLead(sized("renorm", 4), sized("batch", 4)),
  }),
  accumulationDoesNotHelp: trainingClaim({
    id: "10-accumulation-does-not-help",
    statement: "steps of 64 digits, normalized by two, minus normalized by 64; accuracy",
    source: study,
    expected: { below: -0.2 },
    measure: () => accuracyLead(shared("batch", 2, false), shared("batch", 64, false)),
  }),
  sortedIsWorse: trainingClaim({
    id: "10-sorted-is-worse",
    statement: "batch normalization by eight digits: sorted by class minus mixed; accuracy",
    source: `Ioffe 2017, section 4.4; ${study}`,
    expected: { below: -0.08 },
    measure: () => accuracyLead(shared("batch", 8, true), shared("batch", 8, false)),
  }),
  sortedTrainsBadly: trainingClaim({
    id: "10-sorted-trains-badly",
    statement: "by eight sorted digits: right at the end of training minus right in use",
    source: study,
    expected: { below: 0 },
    measure: () => trainingLead(8),
  }),
  sortedReadsNeighbours: trainingClaim({
    id: "10-sorted-reads-neighbours",
    statement: "by 32 sorted digits: right at the end of training minus right in use",
    source: study,
    expected: { above: 0 },
    measure: () => trainingLead(32),
  }),
  renormBearsSorted: trainingClaim({
    id: "10-renorm-bears-sorted",
    statement: "by eight sorted digits: batch renormalization minus batch normalization; accuracy",
    source: `Ioffe 2017, section 4.4; ${study}`,
    expected: { above: 0.04 },
    measure: () => accuracyLead(shared("renorm", 8, true), shared("batch", 8, true)),
  }),
  rightAngle: new Claim({
    id: "10-right-angle",
    statement: "the gradient by v stands at right angles to v: largest cosine of eleven units",
    source: "Salimans & Kingma 2016, section 2.1",
    kind: "exact",
    expected: 0,
    tolerance: 1e-5,
    reason: "float32 sums over 17 examples of 7 numbers",
    measure: () => weightNormCosine(1),
  }),
  standardizedKeeps: new Claim({
    id: "10-standardized-keeps",
    statement: "standardized weights: variance of the pre-activations in layer 20",
    source: "Brock et al. 2021; derived in the lesson",
    kind: "monte carlo",
    expected: 1,
    tolerance: 0.15,
    reason:
      "each layer's mean variance over 500 units is off by about √(2/500)·√(1/500) and by what the law " +
      "leaves out, terms of order 1/500; twenty layers multiply: 4·√20·0.006, and 20/500",
    measure: async () => (await signals(true)).at(-1)!,
  }),
  heLoses: new Claim({
    id: "10-he-loses",
    statement: "He's weights: the same, over that of layer 1",
    source: "lesson 05: the correlation of two inputs tends to 1",
    kind: "monte carlo",
    expected: { below: 0.1 },
    tolerance: 0,
    reason: "one of twenty starts would have to be ten standard deviations off",
    measure: async () => {
      const variances = await signals(false);
      return variances.at(-1)! / variances[0];
    },
  }),
  shiftAtHalf: shiftClaim(0.5),
  shiftAtEighty: shiftClaim(0.8),
  shiftAtNinety: shiftClaim(0.9),
  shiftOfOneLayer: trainingClaim({
    id: "10-shift-of-one-layer",
    statement: "first normalization behind dropout, trained: measured ratio over the predicted one",
    source: `Li et al. 2018; ${derived}; over 5 seeds, 95 % t interval`,
    expected: { above: 0.9 },
    measure: async () =>
      tInterval(
        atLayer(await shifts("behind"), 2).map(({ measured, predicted }) => measured / predicted),
      ),
    seconds: 5,
  }),
  shiftGrows: trainingClaim({
    id: "10-shift-grows",
    statement: "ratio in layer 4 minus that in layer 2",
    source: `Li et al. 2018, figure 4; over 5 seeds, 95 % t interval`,
    expected: { below: -0.05 },
    measure: async () => {
      const rows = await shifts("behind");
      const of = (layer: number) => atLayer(rows, layer).map(({ measured }) => measured);
      return pairedInterval(of(4), of(2));
    },
    seconds: 5,
  }),
  noShiftAtLast: trainingClaim({
    id: "10-no-shift-at-last",
    statement: "dropout behind the last activation only: the smallest ratio of the layers",
    source: derived,
    expected: { above: 0.9 },
    measure: async () => {
      const rows = await shifts("last");
      return Math.min(...rows.map(({ measured }) => measured));
    },
    seconds: 5,
  }),
  beforeHarms: trainingClaim({
    id: "10-before-harms",
    statement:
      "8,000 digits: dropout of one half before each normalization minus no dropout; accuracy",
    source: study,
    expected: { below: -0.01 },
    measure: () => accuracyLead(dropped("before", 8000), dropped("none", 8000)),
  }),
  shiftIsNotAll: trainingClaim({
    id: "10-shift-is-not-all",
    statement:
      "behind each activation: what statistics taken anew, without dropout, give back; accuracy",
    source: study,
    expected: { below: 0.005 },
    measure: () => {
      const runs = dropped("behind", 8000);
      return pairedInterval(
        runs.map(({ populationAccuracy }) => populationAccuracy!),
        runs.map(({ accuracy }) => accuracy),
      );
    },
  }),
  behindHarms: trainingClaim({
    id: "10-behind-harms",
    statement:
      "8,000 digits: dropout of one half behind each activation minus no dropout; accuracy",
    source: study,
    expected: { below: -0.01 },
    measure: () => accuracyLead(dropped("behind", 8000), dropped("none", 8000)),
  }),
  lastIsFine: trainingClaim({
    id: "10-last-is-fine",
    statement: "behind the last activation only, 8,000 digits: minus no dropout; accuracy",
    source: study,
    expected: { above: -0.005 },
    measure: () => accuracyLead(dropped("last", 8000), dropped("none", 8000)),
  }),
  lastHelpsFew: trainingClaim({
    id: "10-last-helps-few",
    statement: "1,000 digits: dropout of one half behind the last activation minus none; accuracy",
    source: study,
    expected: { above: 0 },
    measure: () => accuracyLead(dropped("last", 1000), dropped("none", 1000)),
  }),
  costNone: trainingClaim({
    id: "10-every-layer",
    statement: "twelve layers at their best rates: all normalized minus none; accuracy",
    source: study,
    expected: { above: 0 },
    measure: () => accuracyLead(everyNth(1), everyNth(0)),
  }),
  costOne: trainingClaim({
    id: "10-one-of-twelve",
    statement: "at a rate of 0.3: only the twelfth normalized minus none; accuracy",
    source: study,
    expected: { above: 0 },
    measure: () => {
      const at = (normalizedEvery: number) =>
        normalizationStudy("cost").filter((row) =>
          row.normalizedEvery === normalizedEvery && row.learningRate === 0.3
        );
      return accuracyLead(at(12), at(0));
    },
  }),
  costFew: trainingClaim({
    id: "10-every-fourth",
    statement: "at their best rates: every fourth normalized minus all",
    source: study,
    expected: { above: -0.03 },
    measure: () => accuracyLead(everyNth(4), everyNth(1)),
  }),
  costHalf: trainingClaim({
    id: "10-every-second",
    statement: "every second normalized minus all",
    source: study,
    expected: { above: -0.015 },
    measure: () => accuracyLead(everyNth(2), everyNth(1)),
  }),
};

/** Dropout of one half, or none. */
const dropped = (place: NormalizationRow["place"], examples: number) =>
  bestRuns(normalizationStudy("dropout"), {
    ...{ place, examples, dropRate: place === "none" ? 0 : 0.5 },
  });

const everyNth = (normalizedEvery: number) =>
  bestRuns(normalizationStudy("cost"), { normalizedEvery });

const sized = (norm: NormalizationRow["norm"], batchSize: number) =>
  bestRuns(normalizationStudy("batch size"), { norm, batchSize });

const shared = (norm: "batch" | "renorm", microbatch: number, sorted: boolean) =>
  microbatchStudy().filter((row) =>
    row.norm === norm && row.microbatch === microbatch && row.sorted === sorted &&
    row.learningRate === 0.3
  );

function trainingLead(microbatch: number) {
  const runs = shared("batch", microbatch, true);
  const [trained, used] = [
    runs.map(({ trainAccuracy }) => trainAccuracy),
    runs.map(({ accuracy }) => accuracy),
  ];
  return pairedInterval(trained, used);
}

type Shift = Awaited<ReturnType<typeof shifts>>[number];
const atLayer = (rows: readonly Shift[], layer: number) =>
  rows.filter((row) => row.layer === layer);

function shiftClaim(keep: number): Claim {
  const examples = 1_000_000;
  return new Claim({
    id: `10-shift-at-${100 * keep}`,
    statement: `outputs of a ReLU, keep probability ${keep}: v over (c² + v)/p − c²`,
    source: `Li et al. 2018, section 3; ${derived}`,
    kind: "monte carlo",
    expected: varianceShift({ ...reluMoments, keep }),
    tolerance: 4 * 5 / Math.sqrt(examples),
    reason:
      "4·σ/√N over a million values; σ of a ratio of two variances is below √(kurtosis) + √(kurtosis) " +
      "< 5 for ReLU outputs, dropped or not",
    measure: () => measuredShift({ keep, examples, seed: 3 }),
  });
}
