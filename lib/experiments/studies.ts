import { blockKinds } from "../models/residual_mlp.ts";
import { runAdaptedStudy } from "./adapted_study.ts";
import { runDigitSizes, runPhotographSizes } from "./data_size_study.ts";
import { learningByBlock } from "./learning_by_block.ts";
import { learningByGain } from "./learning_by_gain.ts";
import { learningByStart } from "./learning_by_start.ts";
import { learningByPretraining } from "./learning_by_pretraining.ts";
import { runNormStudy } from "./lesson_08.ts";
import { runWhyStudy } from "./lesson_09.ts";
import { runMicrobatchStudy, runNormalizationStudy } from "./lesson_10.ts";
import { runFrozenStudy } from "./frozen_study.ts";
import { runFreezeUnfreezeStudy } from "./freeze_unfreeze_study.ts";
import { runMomentumStudy } from "./momentum_study.ts";
import { longerCases, onlyNormCases, runOnlyNormStudy } from "./only_norm_study.ts";
import { pretrainingStarts } from "./pretraining_starts.ts";
import { runSmallBatchStudy } from "./small_batch_study.ts";
import type { RunAll } from "./study_runs.ts";
import { allStarts } from "./starts.ts";
import { runUnfreezeStudy } from "./unfreeze_study.ts";

/** A run that is too long for a lesson; its rows are committed in `data/results/`. */
export interface Study {
  /** Number of the lesson, underscore, words: the name of the record. */
  name: string;
  /** The module whose code, with all that it imports, decides the rows. */
  module: string;
  run(runAll: RunAll): Promise<object[]>;
}

const fiveSeeds = [1, 2, 3, 4, 5];

/** All studies of the course. */
export const studies: readonly Study[] = [
  {
    name: "01_learning_by_gain",
    module: "lib/experiments/learning_by_gain.ts",
    run: async () => {
      const gains = [0.001, 0.01, 0.1, 0.3, 1, 3, 10, 30, 100, 1000];
      const net = { gains, seeds: fiveSeeds, steps: 240 };
      return [
        ...await learningByGain({ activation: "tanh", ...net }),
        ...await learningByGain({ activation: "sigmoid", ...net }),
      ].map(({ activation, gain, seed, accuracy }) => ({ activation, gain, seed, accuracy }));
    },
  },
  {
    name: "05_learning_by_start",
    module: "lib/experiments/learning_by_start.ts",
    run: async () => {
      const rows = [];
      for (const depth of [22, 30]) {
        const nets = { depth, starts: allStarts, seeds: fiveSeeds, steps: 200 };
        rows.push(...await learningByStart({ ...nets, learningRates: [0.003, 0.01, 0.03] }));
        const withAdam = { learningRates: [0.001], optimizer: "adam" } as const;
        rows.push(...await learningByStart({ ...nets, ...withAdam }));
      }
      return rows.map(({ depth, start, optimizer, learningRate, seed, accuracy }) => ({
        ...{ depth, start, optimizer, learningRate, seed, accuracy },
      }));
    },
  },
  {
    name: "06_learning_by_block",
    module: "lib/experiments/learning_by_block.ts",
    run: async () => {
      const rows = [];
      for (const blocks of [10, 50, 200]) {
        for (const kind of blockKinds) {
          const training = { learningRates: [0.01, 0.03, 0.1, 0.3], seeds: fiveSeeds, steps: 60 };
          rows.push(...await learningByBlock({ kind, blocks, ...training }));
        }
      }
      return rows.map(({ kind, blocks, learningRate, seed, accuracy }) => ({
        ...{ kind, blocks, learningRate, seed, accuracy },
      }));
    },
  },
  {
    name: "07_learning_by_pretraining",
    module: "lib/experiments/learning_by_pretraining.ts",
    run: async () => {
      const nets = {
        pretrainingSteps: 600,
        learningRates: [0.03, 0.1, 0.3, 1, 3],
        seeds: fiveSeeds,
      };
      const cases = [
        ...[1, 3, 5, 8].map((depth) => ({ depth, labels: 8000 })),
        ...[200, 1000].map((labels) => ({ depth: 5, labels })),
      ];
      const rows = [];
      for (const start of pretrainingStarts) {
        for (const one of cases) {
          rows.push(...await learningByPretraining({ start, ...one, ...nets, steps: 500 }));
        }
      }
      return rows.map(({ start, depth, labels, learningRate, seed, accuracy }) => ({
        ...{ start, depth, labels, learningRate, seed, accuracy },
      }));
    },
  },
  {
    name: "08_learning_with_norm",
    module: "lib/experiments/learning_with_norm.ts",
    run: () => runNormStudy(fiveSeeds),
  },
  {
    name: "09_why_normalization",
    module: "lib/experiments/learning_with_norm.ts",
    run: () => runWhyStudy(fiveSeeds),
  },
  {
    name: "10_normalizations",
    module: "lib/experiments/learning_with_norm.ts",
    run: () => runNormalizationStudy(fiveSeeds),
  },
  {
    name: "10_microbatches",
    module: "lib/experiments/microbatch_learning.ts",
    run: () => runMicrobatchStudy(fiveSeeds),
  },
  {
    name: "11_frozen",
    module: "lib/experiments/frozen_study.ts",
    run: (runAll) => runFrozenStudy(fiveSeeds, runAll),
  },
  {
    name: "11_unfrozen",
    module: "lib/experiments/unfreeze_study.ts",
    run: (runAll) => runUnfreezeStudy(fiveSeeds, runAll),
  },
  {
    name: "12_momentum",
    module: "lib/experiments/momentum_study.ts",
    run: (runAll) => runMomentumStudy(fiveSeeds, runAll),
  },
  {
    name: "12_adapted",
    module: "lib/experiments/adapted_study.ts",
    run: (runAll) => runAdaptedStudy(fiveSeeds, runAll),
  },
  {
    name: "12_digit_sizes",
    module: "lib/experiments/data_size_study.ts",
    run: (runAll) => runDigitSizes(fiveSeeds, runAll),
  },
  {
    name: "12_photograph_sizes",
    module: "lib/experiments/data_size_study.ts",
    run: (runAll) => runPhotographSizes(fiveSeeds, runAll),
  },
  {
    name: "12_small_batches",
    module: "lib/experiments/small_batch_study.ts",
    run: (runAll) => runSmallBatchStudy(fiveSeeds, runAll),
  },
  {
    name: "13_freeze_unfreeze",
    module: "lib/experiments/freeze_unfreeze_study.ts",
    run: (runAll) => runFreezeUnfreezeStudy(fiveSeeds, runAll),
  },
  {
    name: "14_only_norm",
    module: "lib/experiments/only_norm_study.ts",
    run: (runAll) => runOnlyNormStudy(onlyNormCases(), fiveSeeds, runAll),
  },
  {
    name: "14_only_norm_longer",
    module: "lib/experiments/only_norm_study.ts",
    run: (runAll) => runOnlyNormStudy(longerCases(), fiveSeeds, runAll),
  },
];
