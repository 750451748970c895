/**
 * The runs that lesson 06 shows and its claims judge.
 *
 * @module
 */
import type { BlockKind } from "../models/residual_mlp.ts";
import { mean } from "../statistics/moments.ts";
import { runsAtBestRate } from "./best_rate.ts";
import { learningByBlock, type LearningByBlockRow } from "./learning_by_block.ts";
import {
  type ResidualSignalOptions,
  type ResidualSignalRow,
  residualSignals,
} from "./residual_signals.ts";
import { studyRows } from "./study_record.ts";

export type { BlockKind };

/** Width, examples and draws of the nets whose signals are followed. */
export const signalNet = { width: 500, examples: 100, seeds: [1, 2, 3, 4, 5, 6, 7, 8] };

/** What arrives behind each of some blocks. */
export function signalsThrough(
  net: Pick<ResidualSignalOptions, "kind" | "blocks" | "inputs">,
): Promise<ResidualSignalRow[]> {
  return residualSignals({ ...signalNet, ...net });
}

/** The mean over the draws of one number behind one block. */
export function behind(
  rows: readonly ResidualSignalRow[],
  { block, of }: { block: number; of: "secondMoment" | "batchVariance" },
): number {
  return mean(rows.filter((row) => row.block === block).map((row) => row[of]));
}

/** Share of E[x²] that examples do not have in common, as 1 − c. */
export function difference(row: ResidualSignalRow): number {
  return row.batchVariance / row.secondMoment;
}

/** Fifty blocks of a kind, trained for a short time. */
export function fiftyBlocks(kind: BlockKind): Promise<LearningByBlockRow[]> {
  const training = { seeds: [1, 2, 3, 4, 5], steps: 40 };
  return learningByBlock({ kind, blocks: 50, learningRates: [0.1], ...training });
}

/** A trained net of the committed study. */
export type BlockStudyRow = Pick<
  LearningByBlockRow,
  "kind" | "blocks" | "learningRate" | "seed" | "accuracy"
>;

/** The committed study: nine kinds of blocks, 10, 50 and 200 of them, four rates. */
export function blockStudy(): BlockStudyRow[] {
  return studyRows("06_learning_by_block");
}

/** The runs of one kind and depth at the rate with the best mean accuracy. */
export function atBestRate(
  rows: readonly BlockStudyRow[],
  { kind, blocks }: { kind: BlockKind; blocks: number },
): BlockStudyRow[] {
  const own = rows.filter((row) => row.kind === kind && row.blocks === blocks);
  return runsAtBestRate(own, ({ accuracy }) => accuracy);
}
