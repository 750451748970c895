import { progress } from "../jupyter/progress.ts";
import { compile, type Compiled, type CompileOptions } from "../tensorflow/compile/compile.ts";
import { device, tf } from "../tensorflow/tf.ts";
import { Batches } from "./batches.ts";
import { Checkpoint, type CheckpointOptions } from "./checkpoint.ts";
import { History, type Piece } from "./history.ts";
import { accuracy, classification, type LabelledRows, type Loss } from "./losses.ts";
import { type Optimizer, sgd } from "./optimizers.ts";
import { Probe, type ProbeOptions } from "./probes.ts";
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

/** Steps whose batches are drawn at once. */
const stepsPerChunk = 500;

/** Most steps in one native call. */
const stepsPerCall = 100;

type StepArgs = { rows: tf.Tensor; rate: tf.Tensor };
type StepResult = { scores: tf.Tensor; found?: tf.Tensor };

/**
 * Trains nets of one architecture side by side on the same data, in one graph: each sees its own
 * batches. Several runs share the compiled step; draw new weights between them.
 *
 * Nothing awaits, and one native call lasts half a second at most, so that Jupyter's Stop ends a
 * run with weights and histories as they were after the last call. (On WebGPU the kernel must be
 * restarted to stop.)
 */
export class Trainer {
  readonly #models: readonly tf.LayersModel[];
  readonly #data: LabelledRows;
  readonly #options: Required<Omit<TrainerOptions, "probes" | "compile">> & TrainerOptions;
  readonly #probes: Probe[];
  readonly #every: number;
  readonly #plain: Compiled<[StepArgs], StepResult>;
  readonly #watched: Compiled<[StepArgs], StepResult>;
  #optimizers: Optimizer[] = [];
  /** Update rules that no history keeps. */
  readonly #own: Optimizer[] = [];
  #batches: Batches[] = [];

  /** @throws {RangeError} when the batch is larger than the data, or not positive */
  constructor(models: readonly tf.LayersModel[], data: LabelledRows, options: TrainerOptions) {
    checkBatchSize(options.batchSize, data.labels.size);
    this.#models = models;
    this.#data = data;
    const { loss = classification, optimizer = sgd } = options;
    const score = options.score ?? (loss === classification ? accuracy : () => tf.scalar(NaN));
    this.#options = { ...options, loss, optimizer, score };
    const { probes } = options;
    this.#every = (probes && probes !== true && probes.every) || 20;
    this.#probes = probes ? models.map((m) => new Probe(m, probes === true ? {} : probes)) : [];
    this.#plain = compile((args) => this.#step(args, { watched: false }), options.compile);
    // One step at a time, and histograms, are the session's strength.
    const session: CompileOptions = { engine: "session", ...options.compile };
    this.#watched = compile((args) => this.#step(args, { watched: true }), session);
  }

  /**
   * Trains, and returns the history of each net.
   *
   * @throws {RangeError} when a number is not positive, or histories do not fit
   */
  run(options: RunOptions): History[] {
    checkRun(options, this.#models.length);
    const histories = options.histories ?? options.seeds.map((seed) => new History({ seed }));
    this.#takeOptimizers(histories, options.histories !== undefined);
    this.#batches = [];
    const checkpoint = this.#checkpoint(options, histories);
    checkpoint?.load();
    for (let done = histories[0].steps; done < options.steps && !allDiverged(histories);) {
      done = this.#chunk(done, { ...options, histories, checkpoint });
    }
    checkpoint?.save();
    return histories;
  }

  /** Frees the compiled step and the update rules. The models stay. */
  dispose(): void {
    this.#plain.dispose();
    this.#watched.dispose();
    for (const optimizer of this.#own) optimizer.dispose();
  }

  /** The next steps, up to those that a probe looks at; returns how many steps are done then. */
  #chunk(
    done: number,
    { steps, learningRate, seeds, progress, checkpoint, histories }: Run,
  ): number {
    const segment = this.#segment(done, steps);
    const rates = Array.from({ length: segment.steps }, (_, k) => rateAt(learningRate, done + k));
    const args = this.#stacked(done, { ...segment, rates, seeds });
    const pieces = segment.watched
      ? this.#oneWatched(args)
      : this.#plain.calls([args], { steps: segment.steps });
    for (const piece of pieces) {
      const [count] = piece.scores.shape;
      this.#note(piece, { histories, step: done + 1, rates: rates.splice(0, count) });
      done += count;
      showProgress(progress, { done, steps, histories });
      checkpoint?.saveIfDue();
      if (allDiverged(histories)) break;
    }
    tf.dispose(Object.values(args));
    return done;
  }

  /** One step under watch, in the form of many. */
  *#oneWatched({ rows, rate }: StepArgs): Generator<StepResult> {
    const first = tf.tidy(() => ({ rows: rows.squeeze([0]), rate: rate.squeeze([0]) }));
    const { scores, found } = this.#watched(first);
    const lead = (tensor: tf.Tensor) => tf.tidy(() => tensor.expandDims(0));
    yield { scores: lead(scores), found: lead(found!) };
    tf.dispose([first.rows, first.rate, scores, found!]);
  }

  /** One watched step, or the steps up to the next one; `room` is the same for all of a kind. */
  #segment(done: number, steps: number): { steps: number; room: number; watched: boolean } {
    const watching = this.#probes.length > 0;
    if (watching && done % this.#every === 0) return { steps: 1, room: 1, watched: true };
    const toNext = watching ? this.#every - done % this.#every : Infinity;
    const count = Math.min(steps - done, toNext, stepsPerChunk);
    return {
      steps: count,
      room: Math.min(steps, watching ? this.#every - 1 : Infinity, stepsPerCall),
      watched: false,
    };
  }

  /** The rows [steps, nets, batch] and the rates [steps] of a segment, filled up to its room. */
  #stacked(
    done: number,
    { steps, room, rates, seeds }: {
      steps: number;
      room: number;
      rates: number[];
      seeds: readonly number[];
    },
  ): StepArgs {
    const { batchSize } = this.#options;
    const count = this.#data.labels.size;
    const size = Math.max(steps, room);
    const rows = new Int32Array(size * seeds.length * batchSize);
    seeds.forEach((seed, net) => {
      const batches = this.#batches[net] ??= new Batches({ count, batchSize, seed });
      for (let k = 0; k < steps; k++) {
        rows.set(batches.rows(done + k), (k * seeds.length + net) * batchSize);
      }
    });
    const padded = Float32Array.from({ length: size }, (_, k) => rates[k] ?? 0);
    return {
      rows: tf.tensor3d(rows, [size, seeds.length, batchSize], "int32"),
      rate: tf.tensor1d(padded),
    };
  }

  #note(
    { scores, found }: StepResult,
    { histories, step, rates }: { histories: History[]; step: number; rates: number[] },
  ): void {
    const each = perNet(scores, histories.length);
    const looks = found && perNet(found, histories.length);
    histories.forEach((history, net) => {
      history.add(each[net], rates);
      if (looks) history.addProbes(looks[net], { step, layers: this.#probes[net].names });
    });
  }

  /** One step of every net: loss and score [nets, 2] before it, and what the probes found. */
  #step({ rows, rate }: StepArgs, { watched }: { watched: boolean }): StepResult {
    const nets = this.#models.map((_, net) => {
      const step = () => this.#netStep(net, { rows: rows.gather(net), rate });
      return watched ? this.#probes[net].watch(step) : { result: step(), found: undefined };
    });
    const scores = tf.stack(nets.map(({ result }) => result));
    return watched ? { scores, found: tf.stack(nets.map(({ found }) => found!)) } : { scores };
  }

  #netStep(net: number, { rows, rate }: StepArgs): tf.Tensor1D {
    const [model, { x, labels }] = [this.#models[net], this.#data];
    const batch: LabelledRows = { x: x.gather(rows), labels: labels.gather(rows) };
    const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    let score!: tf.Tensor;
    const { value, grads } = tf.variableGrads(() => {
      const outputs = model.apply(batch.x, { training: true }) as tf.Tensor;
      score = tf.keep(this.#options.score(outputs, batch));
      return tf.addN([this.#options.loss(outputs, batch), ...model.calculateLosses()]).asScalar();
    }, weights);
    const moved = weights.filter(({ name }) => grads[name]);
    this.#optimizers[net].update(moved, moved.map(({ name }) => grads[name]), rate as tf.Scalar);
    const result = tf.stack([value, score]) as tf.Tensor1D;
    score.dispose();
    return result;
  }

  /** Each net's update rule: that of its history when it goes on, else one that starts anew. */
  #takeOptimizers(histories: History[], given: boolean): void {
    histories.forEach((history, net) => {
      const known = this.#optimizers[net];
      if (history.optimizer && known && known !== history.optimizer) {
        throw new RangeError("train(): this history belongs to another trainer: start a new one");
      }
      const optimizer = history.optimizer ?? known ?? this.#newOptimizer(net, given);
      if (history.steps === 0) optimizer.reset();
      this.#optimizers[net] = optimizer;
      if (given) history.optimizer = optimizer;
    });
  }

  #newOptimizer(net: number, given: boolean): Optimizer {
    const optimizer = this.#options.optimizer();
    const weights = this.#models[net].trainableWeights;
    optimizer.prepare(weights.map((weight) => weight.read() as tf.Variable));
    if (!given) this.#own.push(optimizer);
    return optimizer;
  }

  #checkpoint(
    { checkpoint, seeds, learningRate }: RunOptions,
    histories: History[],
  ): Checkpoint | undefined {
    if (checkpoint === undefined) return undefined;
    const options = typeof checkpoint === "string" ? { path: checkpoint } : checkpoint;
    const { batchSize } = this.#options;
    const rates = Array.from({ length: 16 }, (_, k) => rateAt(learningRate, 2 ** k - 1));
    const training = { seeds, batchSize, rates, data: this.#data.x.shape };
    return new Checkpoint({
      ...options,
      training,
      histories,
      variables: () => [
        ...this.#models.flatMap((model) => model.weights.map((w) => w.read() as tf.Variable)),
        ...this.#optimizers.flatMap(({ state }) => state),
      ],
    });
  }
}

/** A run with everything that was asked for or follows. */
type Run = Omit<RunOptions, "checkpoint"> & { histories: History[]; checkpoint?: Checkpoint };

/** Takes [steps, nets, numbers] apart into [steps, numbers] of each net; takes the tensor over. */
function perNet(tensor: tf.Tensor, nets: number): Piece[] {
  if (!device.readsSynchronously) {
    const pieces = tf.tidy(() => tf.unstack(tensor, 1)).map((piece) => tf.keep(piece));
    tensor.dispose();
    return pieces;
  }
  const values = tensor.dataSync();
  const [steps, , width] = tensor.shape;
  tensor.dispose();
  return Array.from({ length: nets }, (_, net) => {
    const mine = new Float32Array(steps * width);
    for (let k = 0; k < steps; k++) {
      const start = (k * nets + net) * width;
      mine.set(values.subarray(start, start + width), k * width);
    }
    return mine;
  });
}

function allDiverged(histories: History[]): boolean {
  return histories.every(({ divergedAt }) => divergedAt !== undefined);
}

function showProgress(
  title: RunOptions["progress"] = "training",
  { done, steps, histories }: { done: number; steps: number; histories: History[] },
): void {
  const run = typeof title === "string" ? { title, before: 0, of: steps } : title;
  const diverged = histories.find(({ divergedAt }) => divergedAt !== undefined);
  const ended = diverged && allDiverged(histories);
  progress(run.title, {
    done: run.before + (ended ? steps : done),
    of: run.of,
    note: () =>
      diverged
        ? `diverged at step ${diverged.divergedAt}`
        : `loss ${histories[0].lastLoss?.toFixed(3) ?? "unknown"}`,
  });
}

function checkBatchSize(batchSize: number, count: number): void {
  if (batchSize >= 1 && batchSize <= count && Number.isInteger(batchSize)) return;
  throw new RangeError(
    `train(): batchSize must be from 1 to the ${count} examples, received ${batchSize}`,
  );
}

function checkRun({ steps, learningRate, seeds, histories }: RunOptions, nets: number): void {
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
