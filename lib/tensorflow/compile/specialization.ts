import { tf } from "../tf.ts";
import { comparesFloats, stepsThatRepayCompiling, xlaIsFaster } from "./choose_engine.ts";
import { commit } from "./commit.ts";
import type { CompileOptions } from "./compile.ts";
import { emitLoop } from "./emit_loop.ts";
import { emitStep, type Engine, type Graph } from "./emit_step.ts";
import { type LoadedGraph, loadGraph } from "./loaded_graph.ts";
import { type HasData, type Made, nativeBackend } from "./native_backend.ts";
import { Pace } from "./pace.ts";
import { changes, difference } from "./program.ts";
import { record, type Recording, type RecordOptions } from "./record.ts";
import { Refused } from "./refused.ts";
import type { Leaves } from "./tree.ts";

/** What a graph is, for a reader who wants to know what was built. */
export interface GraphReport {
  engine: Engine;
  /** Steps that one native call can do. */
  capacity: number;
  /** Kernels that TensorFlow.js executed for one step. */
  kernels: number;
  variables: number;
  /** Size of the graph's description. */
  bytes: number;
  /** Recording the step, ms: it runs two or three times. */
  recordMs: number;
  /** Handing the graph to TensorFlow, ms; XLA compiles in the first call. */
  loadMs: number;
}

/** A graph that was loaded and what it was made for. */
interface Ready {
  graph: LoadedGraph;
  engine: Engine;
  pace: Pace;
  loadMs: number;
}

/** Steps `first` to before `end` of stacked inputs with `capacity` rows. */
interface Loop {
  capacity: number;
  first: number;
  end: number;
  /** Gets the results, in one go with the variables' new values; may be called twice. */
  note?: (results: unknown) => void;
}

/** A step recorded for one structure of arguments with their types and shapes. */
export class Specialization {
  readonly #recording: Recording;
  readonly #recordMs: number;
  readonly #changed: tf.Variable[];
  readonly #trainable: boolean[];
  /** Graphs by the number of steps that they have room for. */
  readonly #graphs = new Map<number | "one", Ready>();
  readonly #options: CompileOptions;
  #steps = 0;
  /** Whether XLA is worth its compilation, where the engine is ours to choose. */
  #xlaPays: boolean;

  constructor(step: (...args: never[]) => unknown, args: Leaves, options: CompileOptions) {
    const start = performance.now();
    // XLA's batch normalization takes the variance as E[x²] − E[x]², which float32 does not bear.
    this.#recording = recordTwice(step, args, {
      nativeKernels: true,
      fused: options.engine !== "xla",
    });
    this.#recordMs = performance.now() - start;
    if (options.engine === "xla" && comparesFloats(this.#recording.program)) {
      throw new Refused(unequal());
    }
    this.#options = options;
    const { program, variables } = this.#recording;
    this.#xlaPays = xlaIsFaster(program);
    this.#changed = variables.filter((_, k) => changes(program, k));
    this.#trainable = variables.map(({ trainable }) => trainable);
  }

  /** Notes that so many steps are about to be asked for. */
  expect(steps: number): void {
    this.#steps += steps;
  }

  /** One step. */
  call(args: Leaves): unknown {
    const { program } = this.#recording;
    const made = this.#run("one", {
      feeds: this.#feeds(args.tensors),
      emit: (engine) => emitStep(program, engine),
    });
    return this.#commit(made, { each: (result) => result });
  }

  /** The steps on rows `window + first` to `window + end` of stacked inputs of `capacity` rows. */
  loop(
    inputs: tf.Tensor[],
    { capacity, first, end, note }: Loop,
  ): unknown {
    const { program } = this.#recording;
    const bounds = [first, end].map((bound) => tf.scalar(bound, "int32"));
    const start = performance.now();
    const made = this.#run(capacity, {
      feeds: [...bounds, ...this.#feeds(inputs)],
      emit: (engine) => emitLoop(program, engine, capacity),
    });
    tf.dispose(bounds);
    this.#graphs.get(capacity)!.pace.note(end - first, (performance.now() - start) / 1000);
    return this.#commit(made, {
      each: (result) => rowsOf(result, { capacity, first, end }),
      note,
    });
  }

  /** The number of steps for the next native call of a loop. */
  pace(capacity: number, room: number): number {
    return this.#graphs.get(capacity)?.pace.next(room) ?? 1;
  }

  /**
   * Whether the graph still is what the step would do.
   *
   * @throws {Refused} where it is not and recording again would only hide a mistake
   */
  check(): boolean {
    const { variables, rates, captures, program } = this.#recording;
    for (const { optimizer, rate } of rates) {
      if (optimizer.learningRate !== rate) throw new Refused(staleRate(optimizer, rate));
    }
    captures.forEach(({ dataId }, k) => {
      if (nativeBackend().tensorMap.has(dataId)) return;
      throw new Refused(disposedCapture(program.captures[k].shape));
    });
    return variables.every((variable, k) =>
      !variable.isDisposed && variable.trainable === this.#trainable[k]
    );
  }

  /** What was built. */
  reports(): GraphReport[] {
    const { kernels, variables } = this.#recording.program;
    return [...this.#graphs].map(([capacity, { graph, engine, loadMs }]) => ({
      engine,
      capacity: capacity === "one" ? 1 : capacity,
      kernels: kernels.length,
      variables: variables.length,
      bytes: graph.bytes,
      recordMs: this.#recordMs,
      loadMs,
    }));
  }

  dispose(): void {
    for (const { graph } of this.#graphs.values()) graph.dispose();
    this.#graphs.clear();
  }

  #feeds(inputs: readonly HasData[]): HasData[] {
    return [...inputs, ...this.#recording.captures, ...this.#recording.variables];
  }

  #run(
    capacity: number | "one",
    { feeds, emit }: { feeds: HasData[]; emit: (engine: Engine) => Graph },
  ): Made[] {
    const handles = nativeBackend().getInputTensorIds(feeds);
    const engine = this.#engine();
    const ready = this.#graphs.get(capacity);
    if (ready?.engine === engine) return ready.graph.run(handles);
    ready?.graph.dispose();
    try {
      return this.#load(capacity, engine, emit(engine)).graph.run(handles);
    } catch (error) {
      if (engine === "session") throw error;
      if (this.#options.engine === "xla") throw withoutXlaKernel(error);
      this.#xlaPays = false;
      this.#graphs.get(capacity)?.graph.dispose();
      return this.#load(capacity, "session", emit("session")).graph.run(handles);
    }
  }

  #engine(): Engine {
    const { engine = "auto", expectedSteps = 0 } = this.#options;
    if (engine !== "auto") return engine;
    const repaid = Math.max(this.#steps, expectedSteps) >= stepsThatRepayCompiling;
    return repaid && this.#xlaPays ? "xla" : "session";
  }

  #load(capacity: number | "one", engine: Engine, graph: Graph): Ready {
    const start = performance.now();
    const loaded = loadGraph(graph);
    lost.register(this, loaded, loaded);
    const loadMs = performance.now() - start;
    const ready = { graph: loaded, engine, pace: new Pace(), loadMs };
    this.#graphs.set(capacity, ready);
    return ready;
  }

  /** The results as tensors in their structure; the variables get their new values. */
  #commit(
    made: Made[],
    { each, note }: { each: (result: tf.Tensor) => tf.Tensor; note?: Loop["note"] },
  ): unknown {
    const count = this.#recording.program.results.length;
    const tensors = made.slice(0, count).map((one) => nativeBackend().createOutputTensor(one));
    const results = this.#recording.rebuild(tensors.map(each));
    commit({
      variables: this.#changed,
      made: made.slice(count),
      note: () => note?.(results),
    });
    return results;
  }
}

/** A graph whose step was forgotten without `dispose()`. */
const lost = new FinalizationRegistry((graph: LoadedGraph) => graph.dispose());

/** Records a step until two recordings agree; the first may make variables. */
function recordTwice(
  step: (...args: never[]) => unknown,
  args: Leaves,
  options: RecordOptions,
): Recording {
  let first = record(step, args, options);
  if (first.created.length > 0) first = record(step, args, options);
  if (first.created.length > 0) throw new Refused(makesVariables(first.created));
  const second = record(step, args, options);
  const differ = difference(first.program, second.program) ??
    (first.resultKey === second.resultKey ? undefined : "its results had another structure");
  if (differ) throw new Refused(changesByItself(differ));
  return second;
}

/** The rows of stacked results that this call made. */
function rowsOf(
  stacked: tf.Tensor,
  { capacity, first, end }: { capacity: number; first: number; end: number },
): tf.Tensor {
  if (end - first === capacity) return stacked;
  const rows = stacked.slice(first, end - first);
  stacked.dispose();
  return rows;
}

function makesVariables(created: tf.Variable[]) {
  return {
    what: `The step makes a new variable in every call ("${created[0].name}"),`,
    why: "but a graph knows only variables that exist before it runs",
    instead: "make it once, outside of the step, and assign to it",
  };
}

function changesByItself(how: string) {
  return {
    what: `The step did not do the same twice: ${how};`,
    why: "the graph would repeat one of the two for ever",
    instead: "pass what changes as an argument, or keep it in a tf.variable",
  };
}

function staleRate(optimizer: { getClassName(): string; learningRate: number }, rate: number) {
  return {
    what: `The learning rate of ${optimizer.getClassName()} changed from ${rate} to ` +
      `${optimizer.learningRate}`,
    why: "after the step was recorded, and the graph has the old one",
    instead: "use an optimizer whose rate is a tensor (lib/training/optimizers.ts), or compile " +
      "the step again",
  };
}

function unequal() {
  return {
    what: "Equal (the gradients of max and min need it) compares float32 numbers,",
    why: "which XLA computes again in every place, each time with another last bit",
    instead: 'use engine "auto" or "session"',
  };
}

/** What XLA says about a kernel that it does not have, as a refusal. */
function withoutXlaKernel(error: unknown): unknown {
  const op = String(error).match(/Detected unsupported operations.*: (\w+) \(/)?.[1];
  if (!op) return error;
  return new Refused({
    what: `${op}`,
    why: "is a kernel that XLA does not have on this machine",
    instead: 'use engine "auto" or "session"',
  });
}

function disposedCapture(shape: number[]) {
  return {
    what: `A tensor [${shape}] that the step reads`,
    why: "was disposed of after the step was recorded",
    instead: "keep it as long as the step is used, or pass it as an argument",
  };
}
