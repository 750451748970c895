import type { CompileOptions } from "../tensorflow/compile/compile.ts";
import type { CheckpointOptions } from "./checkpoint.ts";
import type { History } from "./history.ts";
import type { LabelledRows, Loss } from "./losses.ts";
import type { Optimizer } from "./optimizers.ts";
import type { ProbeOptions } from "./probes.ts";
import { rateAt, type Schedule } from "./schedules.ts";

/** What is trained, on what, and by which rule: what a compiled step is made for. */
export interface TrainerOptions {
  batchSize: number;
  /** The update rule: `sgd` (default), `adam`, `() => sgd({ momentum: 0.9 })`. */
  optimizer?: () => Optimizer;
  /** What is made small; default the cross-entropy of a classifier. */
  loss?: Loss;
  /** A second number for each step; default the share of right answers of a classifier. */
  score?: Loss;
  /** Looks into the net every 20th step, or as told. */
  probes?: boolean | ProbeOptions;
  /** How the step is compiled. */
  compile?: CompileOptions;
}

/** One training of a trainer's nets. */
export interface RunOptions {
  steps: number;
  /** Step size, the same for all nets; a number or a schedule. */
  learningRate: Schedule;
  /** Decides the order of each net's examples. */
  seeds: readonly number[];
  /** Keeps what happened when the run is stopped, and where to go on; one for each net. */
  histories?: History[];
  /** The line of progress: its title, or where this run stands among others. */
  progress?: string | RunProgress;
  /** A file that keeps a long run: when it is there, the run goes on from it. */
  checkpoint?: string | CheckpointOptions;
}

/** A line of progress over several runs. */
export interface RunProgress {
  title: string;
  /** Steps of the runs before this one. */
  before: number;
  /** Steps of all runs together. */
  of: number;
}

/**
 * @throws {RangeError} when the batch is larger than the data of a net, or not positive, or when there
 *   are not as many data as nets
 */
export function checkData(
  data: readonly LabelledRows[],
  { nets, batchSize }: { nets: number; batchSize: number },
): void {
  if (data.length !== nets) {
    throw new RangeError(`train(): ${nets} nets need ${nets} data, received ${data.length}`);
  }
  const count = Math.min(...data.map(({ labels }) => labels.size));
  if (batchSize >= 1 && batchSize <= count && Number.isInteger(batchSize)) return;
  throw new RangeError(
    `train(): batchSize must be from 1 to the ${count} examples, received ${batchSize}`,
  );
}

/** @throws {RangeError} when a number is not positive, or a list has not one entry for each net */
export function checkRun(
  { steps, learningRate, seeds, histories }: RunOptions,
  nets: number,
): void {
  if (!(steps >= 1)) throw new RangeError(`train(): steps must be at least 1, received ${steps}`);
  const rate = rateAt(learningRate, 0);
  if (!(rate > 0 || typeof learningRate === "function")) {
    throw new RangeError(`train(): learningRate must be above 0, received ${rate}`);
  }
  for (const [name, list] of Object.entries({ seeds, histories })) {
    if (!list || list.length === nets) continue;
    throw new RangeError(`train(): ${nets} nets need ${nets} ${name}, received ${list.length}`);
  }
}
