import { scaledDigits } from "../datasets/standardize.ts";
import { mlp } from "../models/mlp.ts";
import { adam, sgd } from "../training/optimizers.ts";
import { remember } from "./remember.ts";
import { beginFrom, type Start } from "./starts.ts";
import { type PlainRow, trainingPreset, trainNets } from "./train_nets.ts";

/** Deep plain ReLU nets of 100 units a layer that differ only in their first weights. */
export interface LearningByStartOptions {
  /** Number of hidden layers. */
  depth: number;
  starts: readonly Start[];
  learningRates: readonly number[];
  optimizer?: "sgd" | "adam";
  seeds?: readonly number[];
  steps?: number;
}

/** How one net learned. */
export interface LearningByStartRow extends PlainRow {
  depth: number;
  start: Start;
  optimizer: "sgd" | "adam";
  learningRate: number;
}

/** Trains such nets on digits from each start, with each rate. */
export const learningByStart = remember(learn);

async function learn(options: LearningByStartOptions): Promise<LearningByStartRow[]> {
  const { depth, starts, learningRates, optimizer, seeds, steps } = {
    optimizer: "sgd" as const,
    ...trainingPreset(),
    ...options,
  };
  const hidden = Array<number>(depth).fill(100);
  const cases = learningRates.flatMap((learningRate) =>
    starts.map((start) => ({ learningRate, start }))
  );
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) => mlp({ inputs: 784, hidden, outputs: 10, activation: "relu", gain: 2, seed }),
    variants: cases.map(({ learningRate, start }) => ({
      learningRate,
      prepare: (model, seed) => beginFrom(start, model, seed),
    })),
    optimizer: optimizer === "adam" ? adam : sgd,
    seeds,
    steps,
    title: `training ${seeds.length} nets of ${depth} layers from ${cases.length} starts`,
  });
  return rows.map(({ variant, probes: _p, measured: _m, ...row }) => ({
    ...{ depth, optimizer, ...cases[variant] },
    ...row,
  }));
}
