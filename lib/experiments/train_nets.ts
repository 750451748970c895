import type { ProbeRow } from "../training/probe_rows.ts";
import type { History } from "../training/history.ts";
import { evaluate, type LabelledRows } from "../training/losses.ts";
import type { Optimizer } from "../training/optimizers.ts";
import type { ProbeOptions } from "../training/probes.ts";
import type { Schedule } from "../training/schedules.ts";
import { Trainer } from "../training/trainer.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { preset } from "./scale.ts";

/** One beginning from which the nets of all seeds are trained. */
export interface Variant {
  learningRate: Schedule;
  /** Brings a net, whatever it has learned, to this beginning; default: the weights it was built with. */
  prepare?: (model: tf.LayersModel, seed: number) => void;
}

/** Nets of one architecture that are trained from several beginnings. */
export interface NetTraining {
  /** Makes the net of a seed. */
  build: (seed: number) => tf.LayersModel;
  variants: readonly Variant[];
  seeds: readonly number[];
  steps: number;
  /** Default 100. */
  batchSize?: number;
  optimizer?: () => Optimizer;
  probes?: ProbeOptions;
  /** Numbers [k] to be measured on each trained net. */
  measure?: (model: tf.LayersModel, data: SplitRows) => tf.Tensor1D;
  /** The line of progress. */
  title: string;
}

/** How one net learned. */
export interface TrainedNetRow {
  /** Which of the variants. */
  variant: number;
  seed: number;
  /**
   * Loss (nats) of the first batch before any update, then the mean of each tenth of the training;
   * null from where it was no finite number any more.
   */
  curve: { step: number; loss: number | null }[];
  /** Loss (nats) and share of right answers on the test digits. */
  testLoss: number;
  accuracy: number;
  /** The step whose loss was no finite number; null where all were. */
  divergedAt: number | null;
  /** What the probes found, if they were asked. */
  probes: ProbeRow[];
  /** What `measure` gave. */
  measured: number[];
}

/** What nets learn from, and what they are judged by. */
export interface SplitRows {
  train: LabelledRows;
  test: LabelledRows;
}

/**
 * Trains the nets of all seeds from each beginning, with one compiled step; runs with one seed see
 * the same batches. Nothing awaits before the last step is done.
 */
export async function trainNets(
  load: () => SplitRows,
  training: NetTraining,
): Promise<TrainedNetRow[]> {
  let runs: Run[] = [];
  tf.tidy(() => void (runs = trainEach(load(), training)));
  return await Promise.all(runs.flatMap(readRun));
}

/** The nets of all seeds after training from one beginning. */
interface Run {
  variant: number;
  histories: History[];
  /** Test loss, accuracy, and what else was measured of each net. */
  scores: tf.Tensor1D[];
}

function trainEach(data: SplitRows, training: NetTraining): Run[] {
  const { build, variants, seeds, steps, batchSize = 100, optimizer, probes, title } = training;
  const models = seeds.map(build);
  const built = models.map((model) => model.getWeights().map((weights) => weights.clone()));
  const compile = { expectedSteps: variants.length * steps };
  const trainer = new Trainer(models, data.train, { batchSize, optimizer, probes, compile });
  const runs = variants.map(({ learningRate, prepare }, variant) => {
    models.forEach((model, net) => {
      if (prepare) prepare(model, seeds[net]);
      else model.setWeights(built[net]);
    });
    const progress = { title, before: variant * steps, of: variants.length * steps };
    const histories = trainer.run({ steps, learningRate, seeds, progress });
    const scores = models.map((model) => tf.keep(tf.tidy(() => score(model, data, training))));
    return { variant, histories, scores };
  });
  trainer.dispose();
  models.forEach((model) => model.dispose());
  return runs;
}

function score(model: tf.LayersModel, data: SplitRows, { measure }: NetTraining): tf.Tensor1D {
  const judged = evaluate(model, data.test);
  return measure ? tf.concat([judged, measure(model, data)]) as tf.Tensor1D : judged;
}

function readRun({ variant, histories, scores }: Run): Promise<TrainedNetRow>[] {
  return histories.map(async (history, net) => {
    const losses = (await history.rows()).map(({ loss }) => loss);
    const probes = await history.probes();
    const [testLoss, accuracy, ...measured] = await take(scores[net]);
    const { seed, steps, divergedAt = null } = history;
    history.dispose();
    const curve = tenths(losses, steps);
    return { variant, seed, curve, testLoss, accuracy, divergedAt, probes, measured };
  });
}

/** The first loss, then the mean loss of each tenth of the training with the step it ends at. */
function tenths(losses: number[], steps: number): TrainedNetRow["curve"] {
  const end = (part: number) => Math.round(part * steps / 10);
  const means = Array.from({ length: 10 }, (_, part) => {
    const tenth = losses.slice(end(part), end(part + 1));
    const whole = tenth.length === end(part + 1) - end(part);
    const mean = tenth.reduce((sum, loss) => sum + loss, 0) / tenth.length;
    return { step: end(part + 1), loss: whole && Number.isFinite(mean) ? mean : null };
  });
  return [{ step: 0, loss: Number.isFinite(losses[0]) ? losses[0] : null }, ...means];
}

/** A trained net without what only some experiments ask for. */
export type PlainRow = Omit<TrainedNetRow, "variant" | "probes" | "measured">;

/** Seeds and steps of a training that a lesson shows, by scale. */
export function trainingPreset(): { seeds: number[]; steps: number } {
  return preset({
    tiny: { seeds: [1, 2, 3, 4, 5], steps: 40 },
    laptop: { seeds: [1, 2, 3, 4, 5], steps: 100 },
    gpu: { seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], steps: 800 },
  });
}
