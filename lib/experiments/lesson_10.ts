/**
 * The runs that lesson 10 shows and its claims judge.
 *
 * @module
 */
import { mean } from "../statistics/moments.ts";
import { rowsThatFit, runsAtBestRate } from "./best_rate.ts";
import { convolutionsWithNorm } from "./convolutions_with_norm.ts";
import { dropoutShift, type DropoutShiftRow } from "./dropout_shift.ts";
import { learningWithNorm, type LearningWithNormOptions } from "./learning_with_norm.ts";
import { microbatchLearning, type MicrobatchLearningRow } from "./microbatch_learning.ts";
import { normCost, type NormCostRow } from "./norm_cost.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";
import type { PlainRow } from "./train_nets.ts";
import { varianceByLayer } from "./weights_normalized.ts";

/** Where dropout stands: nowhere, or see `LearningWithNormOptions`. */
export type DropoutPlace = "none" | "before" | "behind" | "last";

/** A trained net of the committed study; what a question does not vary is as it always is. */
export interface NormalizationRow {
  question: "batch size" | "dropout" | "cost";
  norm: "none" | "batch" | "renorm" | "layer" | "group";
  batchSize: number;
  examples: number;
  place: DropoutPlace;
  /** Probability with which a value is dropped. */
  dropRate: number;
  /** Every how many layers are normalized; 0 for none. */
  normalizedEvery: number;
  learningRate: number;
  seed: number;
  accuracy: number;
  trainAccuracy?: number;
  batchAccuracy?: number;
  populationAccuracy?: number;
}

/** Small convolutional nets that see two images of side × side pixels in each step. */
export function twoImages(norm: "none" | "batch" | "group", side: 28 | 7): Promise<PlainRow[]> {
  const steps = preset({ tiny: 300, laptop: 400, gpu: 6400 });
  return convolutionsWithNorm({ norm, side, batchSize: 2, learningRate: 0.03, steps, seeds });
}

/** The variance shift in nets of four layers with dropout of one half. */
export function shifts(place: "behind" | "last"): Promise<DropoutShiftRow[]> {
  const steps = preset({ tiny: 100, laptop: 200, gpu: 2000 });
  return dropoutShift({ rate: 0.5, place, depth: 4, learningRate: 0.3, steps, seeds });
}

/** Variance of the pre-activations of twenty ReLU layers, with He's or with standardized weights. */
export function signals(standardized: boolean): Promise<number[]> {
  return varianceByLayer({ standardized, depth: 20, width: 500, examples: 500, seed: 1 });
}

/** What a step takes where every so many of twelve layers are normalized. */
export function cost(): NormCostRow[] {
  const every = [0, 12, 4, 2, 1];
  return normCost({ depth: 12, every, steps: preset({ tiny: 20, laptop: 100, gpu: 100 }) });
}

const seeds = [1, 2, 3, 4, 5];

/** Accuracy with dropout in each place, of the study, in inference and with statistics taken anew. */
export function orders(examples: number): Record<string, string | number>[] {
  const rows = normalizationStudy("dropout").filter((row) => row.examples === examples);
  return (["none", "before", "behind", "last"] as const).flatMap((place) =>
    (place === "none" ? [0] : [0.2, 0.5]).map((dropRate) => {
      const runs = bestRuns(rows, { place, dropRate });
      return {
        "dropout": place,
        "rate": dropRate,
        accuracy: mean(runs.map(({ accuracy }) => accuracy)),
        "statistics taken anew": mean(runs.map(({ populationAccuracy }) => populationAccuracy!)),
      };
    })
  );
}

/** What is asked, and what the nets are. */
type Nets = Omit<NormalizationRow, "learningRate" | "seed" | "accuracy">;

/** The committed study: three questions. */
export function normalizationStudy(question: NormalizationRow["question"]): NormalizationRow[] {
  return studyRows<NormalizationRow>("10_normalizations").filter((row) =>
    row.question === question
  );
}

/** The runs that fit, at the rate with the best mean accuracy, in the order of their seeds. */
export function bestRuns(
  rows: readonly NormalizationRow[],
  fit: Partial<NormalizationRow>,
): NormalizationRow[] {
  return runsAtBestRate(rowsThatFit(rows, fit), ({ accuracy }) => accuracy);
}

const relu = { activation: "relu", gain: 2 } as const;

/** Runs the study. */
export async function runNormalizationStudy(
  seeds: readonly number[],
): Promise<NormalizationRow[]> {
  const rows: NormalizationRow[] = [];
  const usual: Omit<Nets, "question"> = {
    ...{ norm: "batch", batchSize: 100, examples: 8000, place: "none", dropRate: 0 } as const,
    normalizedEvery: 1,
  };
  const add = async (
    varied: Partial<NormalizationRow> & Pick<NormalizationRow, "question">,
    training: Partial<LearningWithNormOptions> & { learningRates: number[]; steps: number },
  ) => {
    const net: Nets = { ...usual, ...varied };
    const { norm, batchSize, examples } = net;
    const options = { ...relu, norm, batchSize, examples, seeds, ...training };
    for (const run of await learningWithNorm(options)) {
      const { learningRate, seed, accuracy, trainAccuracy, batchAccuracy, populationAccuracy } =
        run;
      const judged = { accuracy, trainAccuracy, batchAccuracy, populationAccuracy };
      rows.push({ ...net, learningRate, seed, ...judged });
    }
  };
  for (const norm of ["none", "batch", "renorm", "layer", "group"] as const) {
    for (const batchSize of [2, 4, 8, 16, 32, 64]) {
      // The running statistics remember equally many digits, whatever the batch.
      const momentum = 0.9 ** (batchSize / 64);
      await add({ question: "batch size", norm, batchSize }, {
        ...{ learningRates: [0.003, 0.01, 0.03, 0.1, 0.3], steps: 12_800 / batchSize },
        ...{ momentum, judgeMore: batchSize === 2 },
      });
    }
  }
  for (const examples of [1000, 8000]) {
    const training = { learningRates: [0.03, 0.1, 0.3, 1], steps: 600, judgeMore: true };
    await add({ question: "dropout", examples }, training);
    for (const place of ["before", "behind", "last"] as const) {
      for (const dropRate of [0.2, 0.5]) {
        const dropout = { rate: dropRate, place };
        await add({ question: "dropout", examples, place, dropRate }, { ...training, dropout });
      }
    }
  }
  for (const normalizedEvery of [0, 12, 6, 4, 3, 2, 1]) {
    const norm = normalizedEvery === 0 ? "none" : "batch";
    await add({ question: "cost", norm, normalizedEvery }, {
      ...{ learningRates: [0.03, 0.1, 0.3, 1], steps: 300, depth: 12 },
      normalizedEvery: normalizedEvery || 1,
    });
  }
  return rows;
}

/** A trained net of the committed study of microbatches. */
export interface MicrobatchRow extends MicrobatchLearningRow {
  norm: "batch" | "renorm";
  microbatch: number;
  sorted: boolean;
}

/** The committed study of microbatches. */
export function microbatchStudy(): MicrobatchRow[] {
  return studyRows("10_microbatches");
}

/** Runs the study of microbatches. */
export async function runMicrobatchStudy(seeds: readonly number[]): Promise<MicrobatchRow[]> {
  const rows: MicrobatchRow[] = [];
  for (const norm of ["batch", "renorm"] as const) {
    for (const microbatch of [2, 4, 8, 16, 32, 64]) {
      for (const sorted of microbatch < 64 ? [false, true] : [false]) {
        const options = { norm, microbatch, sorted };
        const training = { learningRates: [0.1, 0.3], steps: 200, seeds };
        for (const row of await microbatchLearning({ ...options, ...training })) {
          rows.push({ ...options, ...row });
        }
      }
    }
  }
  return rows;
}
