import { engineState } from "../engine_state.ts";
import { device, tf } from "../tf.ts";
import { eagerCalls, runEager } from "./eager.ts";
import type { Engine } from "./emit_step.ts";
import { recording } from "./record.ts";
import { Refused } from "./refused.ts";
import { type GraphReport, Specialization } from "./specialization.ts";
import { flatten, type Leaves } from "./tree.ts";

/** How a step is compiled. */
export interface CompileOptions {
  /**
   * Who executes the graph: TensorFlow's session kernel by kernel, or XLA as compiled code; `auto`
   * takes XLA where it is faster and its compilation pays. Default `auto`.
   */
  engine?: Engine | "auto";
  /** How often the step will run, if that is known: `auto` then need not wait to find out. */
  expectedSteps?: number;
  /** What to do with a step that cannot become a graph: throw (default), or run it eagerly. */
  fallback?: "error" | "eager";
}

/** How many steps are run, of a step with such results. */
export interface ManyOptions<Result = unknown> {
  /**
   * Number of steps: needed where the step has no arguments, else the size of their first axis.
   * Fewer than that leave the last rows alone.
   */
  steps?: number;
  /**
   * Gets the stacked results of each native call in one go with the variables' new values: when
   * Jupyter's Stop comes in between, both happen or neither. May be called twice for one call.
   */
  note?: (results: Stacked<Result>) => void;
  /** Most steps in one native call; fewer when they would take longer than a quarter second. */
  perCall?: number;
}

/** A tree whose tensors have one more axis in front: that of the steps. */
export type Stacked<T> = T extends tf.Tensor ? tf.Tensor
  : T extends object ? { [Name in keyof T]: Stacked<T[Name]> }
  : T;

/** A step that runs as one TensorFlow graph; call it as you would call the step. */
export interface Compiled<Args extends unknown[], Result> {
  (...args: Args): Result;
  /**
   * Runs the step once for each row of stacked arguments, many steps in one native call, and
   * returns the results of all steps stacked. Nothing awaits.
   *
   * @throws {RangeError} when the arguments differ in their first axis, or there is no step to do
   */
  many(args: Stacked<Args>, options?: ManyOptions<Result>): Stacked<Result>;
  /**
   * As `many`, but hands over the stacked results after each native call: leave the loop to stop.
   * Variables then hold the values after the last step that was handed over.
   */
  calls(
    args: Stacked<Args>,
    options?: ManyOptions<Result>,
  ): Generator<Stacked<Result>, void>;
  /** The graphs that were built so far. */
  readonly graphs: GraphReport[];
  /** Frees the graphs; the step cannot be called any more. */
  dispose(): void;
}

/** So many structures of arguments are no accident. */
const mostSpecializations = 32;

/** Rows of stacked arguments that one native call gets. */
const defaultPerCall = 100;

/**
 * Turns a step, a function of tensors and `tf.Variable`s, into one TensorFlow graph on the native
 * backend; on the others it stays what it is.
 *
 * The step is recorded at the first call and whenever the structure, types or shapes of its
 * arguments change; numbers, strings and booleans among the arguments count as structure. After
 * each call variables hold their new values and results are ordinary tensors.
 *
 * @example One step of gradient descent, then many
 * ```ts
 * import { compile } from "./compile.ts";
 * import { tf } from "../tf.ts";
 * import { strict as assert } from "node:assert";
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = tf.train.sgd(0.25);
 * const step = compile((x: tf.Scalar) => optimizer.minimize(() => w.mul(x).square().asScalar(), true)!);
 * const loss = step(tf.scalar(1));
 * assert.equal(w.dataSync()[0], 0.5);
 * const losses = step.many([tf.ones([3])]);
 * assert.deepEqual(losses.dataSync(), new Float32Array([0.25, 0.0625, 0.015625]));
 * tf.dispose([loss, losses, w]);
 * step.dispose();
 * ```
 *
 * @throws {Refused} at a call, when the step does what no graph can repeat
 */
export function compile<Args extends unknown[], Result>(
  step: (...args: Args) => Result,
  options: CompileOptions = {},
): Compiled<Args, Result> {
  const compiled = new CompiledStep(step as (...args: never[]) => unknown, options);
  const call = (...args: Args) => compiled.call(args) as Result;
  return Object.defineProperties(call, {
    many: { value: (args: unknown[], many?: ManyOptions) => compiled.many(args, many) },
    calls: { value: (args: unknown[], many?: ManyOptions) => compiled.calls(args, many) },
    graphs: { get: () => compiled.graphs() },
    dispose: { value: () => compiled.dispose() },
  }) as Compiled<Args, Result>;
}

class CompiledStep {
  readonly #step: (...args: never[]) => unknown;
  readonly #options: CompileOptions;
  readonly #specializations = new Map<string, Specialization>();
  #refused?: Refused;
  #disposed = false;

  constructor(step: (...args: never[]) => unknown, options: CompileOptions) {
    if (typeof step !== "function") {
      throw new TypeError(`compile(): the step must be a function, received ${typeof step}`);
    }
    this.#step = step;
    this.#options = options;
  }

  call(args: unknown[]): unknown {
    const leaves = flatten(args, "argument ");
    const specialization = this.#specialize(leaves.key, 1, () => leaves);
    return specialization ? specialization.call(leaves) : runEager(this.#step, args);
  }

  many(args: unknown[], options?: ManyOptions): unknown {
    return joined([...this.calls(args, options)]);
  }

  *calls(args: unknown[], options: ManyOptions = {}): Generator<unknown, void> {
    const stacked = flatten(args, "argument ", { stacked: true });
    const rows = numberOfRows(stacked, options);
    const { steps = rows } = options;
    const specialization = this.#specialize(stacked.key, steps, () => firstRows(stacked));
    yield* specialization
      ? loopCalls(specialization, stacked.tensors, { ...options, steps, rows })
      : eagerCalls(this.#step, stacked, { ...options, steps });
  }

  graphs(): GraphReport[] {
    return [...this.#specializations.values()].flatMap((one) => one.reports());
  }

  dispose(): void {
    for (const one of this.#specializations.values()) one.dispose();
    this.#specializations.clear();
    this.#disposed = true;
  }

  /** The recorded step for such arguments; undefined where it runs eagerly. */
  #specialize(key: string, steps: number, args: () => Leaves): Specialization | undefined {
    if (this.#disposed) throw new Error("compile(): this step was disposed of: compile it again");
    if (device.name !== "native") return undefined;
    try {
      if (this.#refused) throw this.#refused;
      if (recording()) throw new Refused(nested());
      if (engineState().gradientDepth > 0) throw new Refused(differentiated());
      const found = this.#find(key, args);
      found.expect(steps);
      return found;
    } catch (error) {
      if (!(error instanceof Refused) || this.#options.fallback !== "eager") throw error;
      this.#refused = error;
      return undefined;
    }
  }

  #find(key: string, args: () => Leaves): Specialization {
    const known = this.#specializations.get(key);
    if (known?.check()) return known;
    known?.dispose();
    if (this.#specializations.size >= mostSpecializations) throw new Refused(tooMany(key));
    let made!: Specialization;
    tf.tidy(() => void (made = new Specialization(this.#step, args(), this.#options)));
    this.#specializations.set(key, made);
    return made;
  }
}

/** All steps, in native calls of as many as time allows. */
function* loopCalls(
  specialization: Specialization,
  inputs: tf.Tensor[],
  { steps, rows, note, perCall = defaultPerCall }: ManyOptions & { steps: number; rows: number },
): Generator<unknown, void> {
  const capacity = Math.min(rows, perCall);
  for (let done = 0; done < steps;) {
    // The last window reaches back, so that all windows have the same size.
    const window = Math.min(done, rows - capacity);
    const fed = rows === capacity ? inputs : inputs.map((x) => x.slice(window, capacity));
    const first = done - window;
    const room = Math.min(capacity - first, steps - done);
    const count = specialization.pace(capacity, room);
    const results = specialization.loop(fed, { capacity, first, end: first + count, note });
    if (fed !== inputs) tf.dispose(fed);
    done += count;
    yield results;
  }
}

/** Stacked results of several calls as one. */
function joined(pieces: unknown[]): unknown {
  if (pieces.length === 1) return pieces[0];
  const leaves = pieces.map((piece) => flatten(piece, "its result"));
  const all = leaves[0].tensors.map((_, k) => tf.concat(leaves.map(({ tensors }) => tensors[k])));
  tf.dispose(leaves.map(({ tensors }) => tensors));
  return leaves[0].rebuild(all);
}

/** The arguments of the first step. */
function firstRows(stacked: Leaves): Leaves {
  const rows = stacked.tensors.map((tensor) => tensor.slice(0, 1).squeeze([0]));
  return flatten(stacked.rebuild(rows), "argument ");
}

/** Rows of the stacked arguments: at least as many as steps are to be done. */
function numberOfRows({ tensors, paths }: Leaves, { steps = 1 }: ManyOptions): number {
  const counts = new Set(tensors.length > 0 ? tensors.map(({ shape }) => shape[0]) : [steps]);
  const [rows] = counts;
  if (counts.size === 1 && rows >= steps && steps >= 1) return rows;
  const sizes = tensors.map(({ shape }, k) => `${paths[k]} [${shape}]`).join(", ");
  throw new RangeError(
    "compile(): many() needs arguments with the same first axis, that of the steps, and at least " +
      `one step that fits, received ${sizes || "no tensors"} and steps ${steps}`,
  );
}

function nested() {
  return {
    what: "A compiled step is called inside another step",
    why: "that is being recorded, and a graph holds kernels only",
    instead: "call the plain function there",
  };
}

function differentiated() {
  return {
    what: "A compiled step is called inside a gradient (tf.grad, optimizer.minimize),",
    why: "but a graph has none",
    instead: "take the gradient inside the step, or call the plain function there",
  };
}

function tooMany(key: string) {
  return {
    what: `The step was recorded for ${mostSpecializations} structures of arguments, and now ` +
      `${key.slice(0, 200)} is new:`,
    why: "a number among the arguments becomes part of the graph, as does every shape",
    instead: "pass numbers that change as tensors (tf.scalar), and batches of one size",
  };
}
