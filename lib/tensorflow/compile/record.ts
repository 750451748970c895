import { dropTape, onRecovery, recoverSoon } from "../after_stop.ts";
import { engineState } from "../engine_state.ts";
import { tf } from "../tf.ts";
import { Hooks } from "./hooks.ts";
import {
  type Binding,
  type DataId,
  type Handle,
  type HasData,
  type Made,
  nativeBackend,
  ownCopy,
} from "./native_backend.ts";
import { useNativeKernels } from "./native_kernels.ts";
import { refuseDefects } from "./known_defects.ts";
import type { CalledKernel, Program, Ref } from "./program.ts";
import { Refused } from "./refused.ts";
import { flatten, type Leaves } from "./tree.ts";

/** A step's program, and what its captures and variables are. */
export interface Recording {
  program: Program;
  captures: HasData[];
  variables: tf.Variable[];
  /** Puts result tensors into the structure that the step returned. */
  rebuild: Leaves["rebuild"];
  /** Equal for two recordings exactly when the results' structure, types and shapes are equal. */
  resultKey: string;
  /** Variables that the step made, such as an optimizer's moments. */
  created: tf.Variable[];
  /** The optimizers that the step used, with the learning rates that are now in the program. */
  rates: { optimizer: HasRate; rate: number }[];
}

/** What every optimizer of TensorFlow.js has, protected in its types. */
export interface HasRate {
  learningRate: number;
  getClassName(): string;
}

interface Engine {
  readonly registeredVariables: Record<string, tf.Variable>;
  makeVariable(...args: unknown[]): tf.Variable;
}

/** Which kernels are recorded. */
export interface RecordOptions {
  /** Whether TensorFlow's own kernels stand in for what TensorFlow.js puts together from others. */
  nativeKernels: boolean;
  /** Whether images take TensorFlow's fused batch normalization. */
  fused: boolean;
}

/** The recording that is under way. */
let open: Recorder | undefined;

onRecovery(() => open?.undo());

/** Whether a step is being recorded. */
export function recording(): boolean {
  return open !== undefined;
}

/**
 * Runs a step once and records its kernels. Nothing stays of the run: variables get their values
 * back, and what it computed is disposed of.
 *
 * @throws {Refused} when the step does what no graph can repeat
 */
export function record(
  step: (...args: never[]) => unknown,
  args: Leaves,
  options: RecordOptions,
): Recording {
  open?.undo();
  open = new Recorder(args, options);
  recoverSoon();
  try {
    return open.run(step);
  } finally {
    dropTape();
    open?.undo();
  }
}

class Recorder {
  readonly #backend = nativeBackend();
  readonly #binding: Binding = this.#backend.binding;
  readonly #hooks = new Hooks();
  readonly #args: Leaves;
  readonly #options: RecordOptions;
  /** What each handle stands for. */
  readonly #refs = new Map<Handle, Ref>();
  /** Which variable had a handle before the step. */
  readonly #variableOf = new Map<Handle, tf.Variable>();
  /** Which tensor a kernel was given for a handle. */
  readonly #owners = new Map<Handle, HasData>();
  /** Tensors whose values came from the host during the step. */
  readonly #written = new WeakSet<DataId>();
  readonly #program: Program = {
    kernels: [],
    constants: [],
    inputs: [],
    captures: [],
    variables: [],
    assigned: [],
    results: [],
  };
  readonly #captures: HasData[] = [];
  readonly #variables: tf.Variable[] = [];
  readonly #created: tf.Variable[] = [];
  readonly #rates: Recording["rates"] = [];

  constructor(args: Leaves, options: RecordOptions) {
    this.#args = args;
    this.#options = options;
  }

  /** Executes the step under watch. */
  run(step: (...args: never[]) => unknown): Recording {
    this.#separateVariables();
    const before = tf.memory().numTensors;
    const results = this.#runWatched(step);
    this.#finishVariables();
    const kept = tf.memory().numTensors - before;
    if (this.#created.length === 0 && kept > 0) throw new Refused(keepsTensors(kept));
    return {
      program: this.#program,
      captures: this.#captures,
      variables: this.#variables,
      rebuild: results.rebuild,
      resultKey: results.key,
      created: this.#created,
      rates: this.#rates,
    };
  }

  /** Puts everything back as it was before the step; harmless when that was done. */
  undo(): void {
    this.#hooks.restore();
    if (open === this) open = undefined;
  }

  #runWatched(step: (...args: never[]) => unknown): Leaves {
    let results!: Leaves;
    // Nothing is returned from tidy: what it finds in a returned value it does not dispose of.
    tf.tidy(() => void (results = this.#results(step)));
    return results;
  }

  #results(step: (...args: never[]) => unknown): Leaves {
    const inputs = this.#args.tensors.map((tensor, index) => {
      const copy = ownCopy(tensor);
      const { dtype, shape, id } = this.#backend.tensorMap.get(copy.dataId);
      this.#program.inputs.push({ dtype, shape });
      this.#refs.set(id, { from: "input", index });
      return copy;
    });
    this.#watch();
    const value = step(...this.#args.rebuild(inputs) as never[]);
    if (value instanceof Promise) throw new Refused(asynchronous(value));
    const results = flatten(value, "its result");
    for (const tensor of results.tensors) {
      const ref = this.#refOfTensor(tensor);
      const { dtype, shape } = this.#backend.tensorMap.get(tensor.dataId);
      this.#program.results.push({ dtype, shape, ref });
    }
    return results;
  }

  /** Gives each variable a handle of its own, so that the handle tells which one is meant. */
  #separateVariables(): void {
    for (const variable of Object.values(engine().registeredVariables)) {
      const [original, own] = [tf.keep(variable.clone()), ownCopy(variable)];
      this.#hooks.onRestore(() => {
        if (!variable.isDisposed) variable.assign(original);
        original.dispose();
      });
      variable.assign(own);
      own.dispose();
      this.#variableOf.set(this.#backend.tensorMap.get(variable.dataId).id, variable);
    }
  }

  /** Notes what the step assigned. */
  #finishVariables(): void {
    for (const [handle, variable] of this.#variableOf) {
      if (variable.isDisposed) throw new Refused(disposed(variable));
      if (this.#backend.tensorMap.get(variable.dataId).id !== handle) this.#useVariable(handle);
    }
    this.#program.assigned = this.#variables.map((variable) => this.#refOfTensor(variable));
  }

  #watch(): void {
    const real = this.#binding;
    const watched: Partial<Binding> = {
      createTensor: (shape, dtype, values) => {
        const id = real.createTensor(shape, dtype, values);
        const constant = { dtype, shape: [...shape], bytes: bytesOf(values) };
        const index = this.#program.constants.push(constant) - 1;
        this.#refs.set(id, { from: "constant", index });
        return id;
      },
      executeOp: (op, attributes, inputs, count) => {
        const kernel = { op, attributes, inputs: inputs.map((id) => this.#refOf(id)) };
        refuseDefects(kernel, this.#program);
        const made = real.executeOp(op, attributes, inputs, count);
        this.#addKernel(kernel, made);
        return made;
      },
      tensorDataSync: (id) => {
        this.#checkRead(id);
        return real.tensorDataSync(id);
      },
    };
    // The addon's functions cannot be assigned to.
    const overlay = Object.create(real, Object.getOwnPropertyDescriptors(watched));
    this.#hooks.replace(this.#backend, "binding", () => overlay);
    this.#watchBackend();
    this.#watchTheRest();
  }

  #addKernel(kernel: CalledKernel, made: Made[]): void {
    const outputs = made.map(({ dtype, shape }) => ({ dtype, shape }));
    const calledBy = operation() ?? kernel.op;
    const index = this.#program.kernels.push({ ...kernel, outputs, calledBy }) - 1;
    made.forEach(({ id }, output) => this.#refs.set(id, { from: "kernel", index, output }));
  }

  #watchBackend(): void {
    this.#hooks.replace(this.#backend, "write", (write) => (...args) => {
      const dataId = write.apply(this.#backend, args);
      this.#written.add(dataId);
      return dataId;
    });
    this.#hooks.replace(this.#backend, "getInputTensorIds", (getIds) => (tensors) => {
      tensors.forEach((tensor) => this.#uploadIfOld(tensor));
      const ids = getIds.call(this.#backend, tensors);
      ids.forEach((id, k) => this.#owners.set(id, tensors[k]));
      return ids;
    });
  }

  #watchTheRest(): void {
    this.#hooks.replace(Math, "random", () => () => {
      throw new Refused(hostRandomness());
    });
    this.#hooks.replace(engine(), "makeVariable", (make) => (...args) => {
      const variable = make.apply(engine(), args);
      const initial = tf.keep(variable.clone());
      this.#created.push(variable);
      this.#hooks.onRestore(() => {
        if (!variable.isDisposed) variable.assign(initial);
        initial.dispose();
      });
      return variable;
    });
    for (const { prototype } of optimizerClasses()) {
      if (!Object.hasOwn(prototype, "applyGradients")) continue;
      const rates = this.#rates;
      this.#hooks.replace(
        prototype,
        "applyGradients",
        (apply) =>
          function (this: typeof prototype, gradients) {
            const optimizer = this as unknown as HasRate;
            rates.push({ optimizer, rate: optimizer.learningRate });
            return apply.call(this, gradients);
          },
      );
    }
    if (this.#options.nativeKernels) useNativeKernels(this.#hooks, this.#options);
  }

  /** Values of an older tensor go to the library now, as a capture and not as a constant. */
  #uploadIfOld({ dataId }: HasData): void {
    if (!dataId || this.#written.has(dataId)) return;
    const entry = this.#backend.tensorMap.get(dataId);
    if (!entry.values) return;
    entry.id = this.#binding.createTensor(entry.shape, entry.dtype, entry.values);
    entry.values = null;
  }

  #refOfTensor(tensor: HasData): Ref {
    const [id] = this.#backend.getInputTensorIds([tensor]);
    this.#owners.set(id, tensor);
    return this.#refOf(id);
  }

  #refOf(id: Handle): Ref {
    const known = this.#refs.get(id);
    if (known) return known;
    return this.#variableOf.has(id) ? this.#useVariable(id) : this.#capture(id);
  }

  #useVariable(id: Handle): Ref {
    const known = this.#refs.get(id);
    if (known) return known;
    const variable = this.#variableOf.get(id)!;
    const { dtype, shape } = this.#backend.tensorMap.get(variable.dataId);
    this.#program.variables.push({ dtype, shape });
    const ref: Ref = { from: "variable", index: this.#variables.push(variable) - 1 };
    this.#refs.set(id, ref);
    return ref;
  }

  #capture(id: Handle): Ref {
    const owner = this.#owners.get(id)!;
    const { dtype, shape } = this.#backend.tensorMap.get(owner.dataId);
    this.#program.captures.push({ dtype, shape });
    const ref: Ref = { from: "capture", index: this.#captures.push({ dataId: owner.dataId }) - 1 };
    this.#refs.set(id, ref);
    return ref;
  }

  /** A value may be read on the host where it is the same in every call. */
  #checkRead(id: Handle): void {
    const ref = this.#refs.get(id);
    const variable = this.#variableOf.get(id);
    if (!variable && (!ref || ref.from === "constant" || ref.from === "capture")) return;
    // TensorFlow.js looks at the indices itself; TensorFlow's kernel checks them again.
    if (operation() === "gather") return;
    throw new Refused(hostRead(this.#describe(ref, variable)));
  }

  #describe(ref?: Ref, variable?: tf.Variable): string {
    if (variable) return `variable "${variable.name}"`;
    if (ref?.from === "input") return this.#args.paths[ref.index];
    return ref?.from === "kernel"
      ? `the result of ${this.#program.kernels[ref.index].calledBy}`
      : "a tensor";
  }
}

function engine(): Engine {
  return tf.engine() as unknown as Engine;
}

/** The innermost TensorFlow.js operation that is being executed: `matMul`. */
function operation(): string | undefined {
  const scope = engineState().scopeStack.findLast(({ name }) => name?.endsWith("__op"));
  return scope?.name?.replace(/_*op$/, "");
}

function optimizerClasses() {
  const { AdadeltaOptimizer, AdagradOptimizer, AdamOptimizer, AdamaxOptimizer } = tf;
  const { MomentumOptimizer, RMSPropOptimizer, SGDOptimizer } = tf;
  return [
    AdadeltaOptimizer,
    AdagradOptimizer,
    AdamOptimizer,
    AdamaxOptimizer,
    MomentumOptimizer,
    RMSPropOptimizer,
    SGDOptimizer,
  ] as { prototype: { applyGradients(gradients: tf.NamedTensorMap): void } }[];
}

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}

function hostRead(value: string) {
  return {
    what: `${operation() ?? "The step"} reads ${value} on the host,`,
    why: "which a graph cannot: it would use this call's number in every call",
    instead: "compute with tensors (tf.where chooses between two), and return what you want to " +
      "read after the call",
  };
}

function hostRandomness() {
  return {
    what: `${operation() ?? "The step"} draws random numbers on the host (Math.random),`,
    why: "which would be the same in every call of the graph",
    instead: "draw them with a RandomStream of lib/tensorflow/random_stream.ts, which draws in " +
      "the graph",
  };
}

function asynchronous(promise: Promise<unknown>) {
  promise.catch(() => {});
  return {
    what: "The step is asynchronous (it returned a promise),",
    why: "but a graph is recorded in one go",
    instead: "make it a plain function, and await outside of it",
  };
}

function keepsTensors(count: number) {
  return {
    what: `The step keeps ${count} tensor(s) that it computed (tf.keep, or outside of tf.tidy),`,
    why: "but a graph gives values only by returning them",
    instead: "return these tensors",
  };
}

function disposed(variable: tf.Variable) {
  return {
    what: `The step disposes of variable "${variable.name}",`,
    why: "which the graph needs in its next call",
    instead: "dispose of it after the last call",
  };
}
