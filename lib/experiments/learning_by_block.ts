import { scaledDigits } from "../datasets/standardize.ts";
import { type BlockKind, residualMlp } from "../models/residual_mlp.ts";
import { remember } from "./remember.ts";
import { type PlainRow, trainingPreset, trainNets } from "./train_nets.ts";

/** Deep nets of blocks of 100 units. */
export interface LearningByBlockOptions {
  kind: BlockKind;
  blocks: number;
  learningRates: readonly number[];
  seeds?: readonly number[];
  steps?: number;
}

/** How one net learned. */
export interface LearningByBlockRow extends PlainRow {
  kind: BlockKind;
  blocks: number;
  learningRate: number;
}

/** Trains such nets on digits with each rate, all from the same first weights. */
export const learningByBlock = remember(learn);

async function learn(options: LearningByBlockOptions): Promise<LearningByBlockRow[]> {
  const { kind, blocks, learningRates, seeds, steps } = { ...trainingPreset(), ...options };
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) => residualMlp({ inputs: 784, width: 100, blocks, outputs: 10, kind, seed }),
    variants: learningRates.map((learningRate) => ({ learningRate })),
    seeds,
    steps,
    title: `training ${seeds.length} nets of ${blocks} blocks, ${kind}`,
  });
  return rows.map(({ variant, probes: _p, measured: _m, ...row }) => ({
    ...{ kind, blocks, learningRate: learningRates[variant] },
    ...row,
  }));
}
