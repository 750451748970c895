/**
 * The runs that lesson 08 shows and its claims judge.
 *
 * @module
 */
import { runsAtBestRate } from "./best_rate.ts";
import {
  learningWithNorm,
  type LearningWithNormOptions,
  type LearningWithNormRow,
} from "./learning_with_norm.ts";
import { runningStatistics, type RunningStatisticsRow } from "./running_statistics.ts";
import { preset } from "./scale.ts";
import { studyRows } from "./study_record.ts";

/**
 * Nets of three layers of 100 sigmoids, as in Ioffe & Szegedy 2015, figure 1: as they came then,
 * with a better start, and with batch normalization in several places.
 */
export const nets = {
  "none": { norm: "none", gain: 1 },
  "none, gain 16": { norm: "none", gain: 16 },
  "BN before": { norm: "batch", gain: 1 },
  "BN before, γ = 4": { norm: "batch", gain: 1, gamma: 4 },
  "BN after": { norm: "batch", gain: 1, place: "after" },
  "BN in layer 1 only": { norm: "batch", gain: 1, normalized: 1 },
  "BN in layers 1 and 2": { norm: "batch", gain: 1, normalized: 2 },
} satisfies Record<
  string,
  Pick<LearningWithNormOptions, "norm" | "gain" | "gamma" | "place" | "normalized">
>;

/** Name of such a net. */
export type NormedNet = keyof typeof nets;

/** Its activation and its batches. */
const sigmoids = { activation: "sigmoid", batchSize: 60 } as const;

/** A batch of 13 examples of 7 features whose gradient is taken in four ways. */
export const gradientExample = {
  x: waves({ examples: 13, features: 7, shift: 1 }),
  weights: waves({ examples: 13, features: 7, shift: 2 }),
  gamma: waves({ examples: 1, features: 7, shift: 3 })[0],
  epsilon: 1e-3,
};

/** Numbers of either sign that need no random generator. */
function waves(
  { examples, features, shift }: { examples: number; features: number; shift: number },
) {
  return Array.from(
    { length: examples },
    (_, i) =>
      Array.from(
        { length: features },
        (_, j) => 1.7 * Math.sin(12.9898 * (features * i + j) + shift),
      ),
  );
}

/** The running mean and variance of 20 features on their way to mean 5 and sd 2, in batches of 20. */
export async function followed(): Promise<
  { rows: RunningStatisticsRow[]; mean: number; sd: number }
> {
  const [mean, sd] = [5, 2];
  const features = Array.from({ length: 20 }, (_, i) => i + 1);
  const data = { mean, sd, batchSize: 20, steps: 300, seeds: features };
  return { rows: await runningStatistics({ momenta: [0.9, 0.99], ...data }), mean, sd };
}

/** Such nets, trained at one rate, live, and looked into. */
export function trainedNets(net: NormedNet): Promise<LearningWithNormRow[]> {
  const steps = preset({ tiny: 100, laptop: 200, gpu: 2000 });
  const looks = { every: Math.floor(steps / 10), steps };
  return learningWithNorm({ ...sigmoids, ...nets[net], learningRates: [0.3], ...looks });
}

/** Nets with batch normalization whose running statistics keep this share of themselves in a step. */
export function netsWithMomentum(momentum: number): Promise<LearningWithNormRow[]> {
  const training = { learningRates: [0.3], steps: 40, momentum, judgeMore: true };
  return learningWithNorm({ ...sigmoids, ...nets["BN before"], ...training });
}

/** A trained net of the committed study. */
export interface NormStudyRow {
  net: NormedNet;
  learningRate: number;
  seed: number;
  accuracy: number;
}

/** The committed study: all nets at nine rates. */
export function normStudy(): NormStudyRow[] {
  return studyRows("08_learning_with_norm");
}

/** Runs the study. */
export async function runNormStudy(seeds: readonly number[]): Promise<NormStudyRow[]> {
  const rows: NormStudyRow[] = [];
  for (const [net, options] of Object.entries(nets)) {
    const training = {
      learningRates: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
      seeds,
      steps: 500,
    };
    for (const row of await learningWithNorm({ ...sigmoids, ...options, ...training })) {
      const { learningRate, seed, accuracy } = row;
      rows.push({ net: net as NormedNet, learningRate, seed, accuracy });
    }
  }
  return rows;
}

/** The runs of one net at the rate with the best mean accuracy, in the order of their seeds. */
export function atBestRate(net: NormedNet): NormStudyRow[] {
  return runsAtBestRate(normStudy().filter((row) => row.net === net), ({ accuracy }) => accuracy);
}

/** The runs of one net at one rate. */
export function atRate(net: NormedNet, learningRate: number): NormStudyRow[] {
  return normStudy().filter((row) => row.net === net && row.learningRate === learningRate);
}
