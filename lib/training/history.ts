import { read, type Values } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import type { Optimizer } from "./optimizers.ts";
import { type ProbedLayers, type ProbeRow, probeRows } from "./probe_rows.ts";

/** One step of a training. */
export interface HistoryRow {
  /** Which net, where several were trained together. */
  seed: number;
  /** Counted from 1: before step 1 the weights are as they were drawn. */
  step: number;
  /** Loss of the step's batch before its update. */
  loss: number;
  /** Share of right answers in the step's batch before its update; NaN where there are no classes. */
  accuracy: number;
  learningRate: number;
}

/** The rows of all nets that were trained together, net by net. */
export async function rowsOf(histories: readonly History[]): Promise<HistoryRow[]> {
  return (await Promise.all(histories.map((history) => history.rows()))).flat();
}

/** Values that a native call gave; on WebGPU they are read at the end. */
export type Piece = Values | tf.Tensor;

/**
 * What happened in the training of one net. Give a new one to `train()` to keep what was learned
 * when the training is stopped half-way: with the same history it goes on where it was.
 */
export class History {
  readonly seed: number;
  /** Steps done. */
  steps = 0;
  /** The step, counted from 1, whose loss was not a finite number; the training ended there. */
  divergedAt?: number;
  /** The update rule with its state. */
  optimizer?: Optimizer;
  /** By the number of steps done before: noting the same steps twice does no harm. */
  readonly #scores = new Map<number, { piece: Piece; rates: number[] }>();
  readonly #probes: { piece: Piece; step: number; layers: ProbedLayers }[] = [];

  constructor({ seed = 0 }: { seed?: number } = {}) {
    this.seed = seed;
  }

  /** The loss of the last step, where the device tells at once. */
  get lastLoss(): number | undefined {
    const piece = [...this.#scores.values()].at(-1)?.piece;
    return piece instanceof tf.Tensor ? undefined : piece?.at(-2);
  }

  /** Notes the scores [steps, 2] of the next steps, loss and accuracy; takes a tensor over. */
  add(piece: Piece, rates: number[]): void {
    this.#scores.set(this.steps, { piece, rates });
    if (!(piece instanceof tf.Tensor) && this.divergedAt === undefined) {
      const diverged = rates.findIndex((_, k) => !Number.isFinite(piece[2 * k]));
      if (diverged >= 0) this.divergedAt = this.steps + diverged + 1;
    }
    this.steps += rates.length;
  }

  /** Notes what the probes found in a step; takes a tensor over. */
  addProbes(piece: Piece, { step, layers }: { step: number; layers: ProbedLayers }): void {
    if (this.#probes.at(-1)?.step === step) return;
    this.#probes.push({ piece, step, layers });
  }

  /** One row a step. Nothing awaits inside where the device reads synchronously. */
  async rows(): Promise<HistoryRow[]> {
    const rows: HistoryRow[] = [];
    for (const { piece, rates } of this.#scores.values()) {
      const values = piece instanceof tf.Tensor ? await read(piece) : piece;
      rates.forEach((learningRate, k) => {
        const [loss, accuracy] = values.subarray(2 * k, 2 * k + 2);
        rows.push({ seed: this.seed, step: rows.length + 1, loss, accuracy, learningRate });
      });
    }
    return rows.slice(0, this.divergedAt);
  }

  /** What the probes found: one row for each probed step, layer and value. */
  async probes(): Promise<ProbeRow[]> {
    const rows: ProbeRow[] = [];
    for (const { piece, step, layers } of this.#probes) {
      const values = piece instanceof tf.Tensor ? await read(piece) : piece;
      rows.push(...probeRows(values, layers).map((row) => ({ seed: this.seed, step, ...row })));
    }
    return rows;
  }

  /** Everything that was noted, for a file; its pieces are the history's own. */
  saved(): unknown {
    const { seed, steps, divergedAt } = this;
    return { seed, steps, divergedAt, scores: this.#scores, probes: this.#probes };
  }

  /** Takes over what {@linkcode saved} gave. */
  restore(saved: unknown): void {
    const { steps, divergedAt, scores, probes } = saved as ReturnType<History["saved"]> & {
      steps: number;
      divergedAt?: number;
      scores: Map<number, { piece: Piece; rates: number[] }>;
      probes: { piece: Piece; step: number; layers: ProbedLayers }[];
    };
    Object.assign(this, { steps, divergedAt });
    this.#scores.clear();
    scores.forEach((some, before) => this.#scores.set(before, some));
    this.#probes.splice(0, Infinity, ...probes);
  }

  /** Frees what the history holds on the device. */
  dispose(): void {
    for (const { piece } of [...this.#scores.values(), ...this.#probes]) {
      if (piece instanceof tf.Tensor) piece.dispose();
    }
    this.optimizer?.dispose();
    this.optimizer = undefined;
  }
}
