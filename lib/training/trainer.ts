import { compile, type Compiled, type CompileOptions } from "../tensorflow/compile/compile.ts";
import { recoverSoon } from "../tensorflow/after_stop.ts";
import { tf } from "../tensorflow/tf.ts";
import { Batches } from "./batches.ts";
import { Checkpoint } from "./checkpoint.ts";
import { History } from "./history.ts";
import { accuracy, classification, type LabelledRows } from "./losses.ts";
import { type Optimizer, sgd } from "./optimizers.ts";
import { Probe } from "./probes.ts";
import { rateAt, type Schedule } from "./schedules.ts";
import { type Segment, stepInputs } from "./step_inputs.ts";
import { checkData, checkRun, type RunOptions, type TrainerOptions } from "./train_options.ts";
import { allDiverged, showProgress } from "./train_progress.ts";
import { type Net, perNet, type StepArgs, type StepResult, trainStep } from "./train_step.ts";
import { variablesOf } from "./variables_of.ts";

/** Steps whose batches are drawn at once. */
const stepsPerChunk = 500;

/** Most steps in one native call. */
const stepsPerCall = 100;

/**
 * Trains nets of one architecture side by side on the same data, in one graph: each sees its own
 * batches. Several runs share the compiled step; draw new weights between them.
 *
 * Nothing awaits, and one native call lasts half a second at most, so that Jupyter's Stop ends a
 * run with weights and histories as they were after the last call. (On WebGPU the kernel must be
 * restarted to stop.)
 */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #nets: Net[];
  readonly #every: number;
  readonly #plain: Compiled<[StepArgs], StepResult>;
  readonly #watched: Compiled<[StepArgs], StepResult>;
  /** Update rules that no history keeps. */
  readonly #own: Optimizer[] = [];
  /** From then on the compiled step knows the state of the update rules. */
  #started = false;

  /**
   * Data are those of all nets, or a list with those of each.
   *
   * @throws {RangeError} when the batch is larger than the data, or not positive, or when there are
   *   not as many data as nets
   */
  constructor(
    models: readonly tf.LayersModel[],
    data: LabelledRows | readonly LabelledRows[],
    options: TrainerOptions,
  ) {
    const each = "labels" in data ? models.map(() => data) : data;
    checkData(each, { nets: models.length, batchSize: options.batchSize });
    this.#options = options;
    this.#nets = models.map((model, net) => netOf(model, each[net], options));
    const { probes, compile: how } = options;
    this.#every = (typeof probes === "object" && probes.every) || 20;
    this.#plain = compile((args) => trainStep(this.#nets, args, { watched: false }), how);
    const expectedSteps = (how?.expectedSteps ?? 0) / this.#every;
    const rarely: CompileOptions = { ...how, expectedSteps };
    this.#watched = compile((args) => trainStep(this.#nets, args, { watched: true }), rarely);
  }

  /**
   * Trains, and returns the history of each net.
   *
   * @throws {RangeError} when a number is not positive, or histories do not fit
   */
  run(options: RunOptions): History[] {
    const { steps, seeds, learningRate, progress } = options;
    checkRun(options, this.#nets.length);
    const histories = options.histories ?? seeds.map((seed) => new History({ seed }));
    recoverSoon();
    this.#takeOptimizers(histories, options.histories !== undefined);
    const checkpoint = this.#checkpoint(options, histories);
    checkpoint?.load();
    const { batchSize } = this.#options;
    const batches = seeds.map((seed, net) => {
      const count = this.#nets[net].data.labels.size;
      return new Batches({ count, batchSize, seed });
    });
    while (histories[0].steps < steps && !allDiverged(histories)) {
      const segment = this.#segment(histories[0].steps, steps);
      const rates = ratesOf(segment, learningRate);
      const args = stepInputs(segment, { batches, rates });
      const step = segment.watched ? this.#watched : this.#plain;
      let { first } = segment;
      const note = (piece: StepResult) => {
        this.#note(piece, { histories, first, rates: rates.slice(first - segment.first) });
      };
      for (const { scores, found } of step.calls([args], { steps: segment.steps, note })) {
        first += scores.shape[0];
        tf.dispose([scores, ...(found ? [found] : [])]);
        showProgress(progress, { done: histories[0].steps, steps, histories });
        checkpoint?.saveIfDue();
        if (allDiverged(histories)) break;
      }
      tf.dispose([args.rows, args.rate]);
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

  /** One watched step, or the steps up to the next one. */
  #segment(first: number, end: number): Segment {
    const watching = Boolean(this.#options.probes);
    if (watching && first % this.#every === 0) return { first, steps: 1, room: 1, watched: true };
    const toNext = watching ? this.#every - first % this.#every : Infinity;
    const between = watching ? this.#every - 1 : Infinity;
    return {
      first,
      steps: Math.min(end - first, toNext, stepsPerChunk),
      room: Math.min(end, between, stepsPerCall),
      watched: false,
    };
  }

  /** Notes the steps from `first` on, with their rates; steps that a history has already are not noted again. */
  #note(
    { scores, found }: StepResult,
    { histories, first, rates }: { histories: History[]; first: number; rates: number[] },
  ): void {
    const each = perNet(scores);
    const looks = found && perNet(found);
    histories.forEach((history, net) => {
      const layers = this.#nets[net].probe?.names;
      if (looks) history.addProbes(looks[net], { step: first + 1, layers: layers! });
      if (history.steps === first) history.add(each[net], rates.slice(0, scores.shape[0]));
    });
  }

  /** Each net's update rule: that of its history when it goes on, else one that starts anew. */
  #takeOptimizers(histories: History[], kept: boolean): void {
    histories.forEach((history, k) => {
      const net = this.#nets[k];
      const other = history.optimizer && history.optimizer !== net.optimizer;
      if (other && this.#started) throw new RangeError(foreignHistory);
      net.optimizer = history.optimizer ?? net.optimizer;
      if (!history.optimizer) net.optimizer.prepare(variablesOf(net.model.trainableWeights));
      if (history.steps === 0) net.optimizer.reset();
      if (kept) history.optimizer = net.optimizer;
      else if (!this.#own.includes(net.optimizer)) this.#own.push(net.optimizer);
    });
    this.#started = true;
  }

  #checkpoint(
    { checkpoint, seeds, learningRate }: RunOptions,
    histories: History[],
  ): Checkpoint | undefined {
    if (checkpoint === undefined) return undefined;
    const options = typeof checkpoint === "string" ? { path: checkpoint } : checkpoint;
    const rates = Array.from({ length: 16 }, (_, k) => rateAt(learningRate, 2 ** k - 1));
    const { batchSize } = this.#options;
    const training = { seeds, batchSize, rates, data: this.#nets[0].data.x.shape };
    const variables = () =>
      this.#nets.flatMap(({ model, optimizer }) => [
        ...variablesOf(model.weights),
        ...optimizer.state,
      ]);
    return new Checkpoint({ ...options, training, histories, variables });
  }
}

const foreignHistory = "train(): a history that another trainer began must be the first that a " +
  "trainer goes on with: make a new trainer for it";

function netOf(model: tf.LayersModel, data: LabelledRows, options: TrainerOptions): Net {
  const { loss = classification, optimizer = sgd, probes } = options;
  const score = options.score ?? (loss === classification ? accuracy : () => tf.scalar(NaN));
  const probe = probes ? new Probe(model, probes === true ? {} : probes) : undefined;
  return { model, data, loss, score, optimizer: optimizer(), probe };
}

function ratesOf({ first, steps }: Segment, learningRate: Schedule): number[] {
  return Array.from({ length: steps }, (_, k) => rateAt(learningRate, first + k));
}
