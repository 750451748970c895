/** A tensor's type by TensorFlow's number (`DataType` in types.proto). */
export type DType = number;

/** TensorFlow's numbers of the types that a compiled step knows. */
export const dtypes = { float32: 1, int32: 3, bool: 10, variant: 21 } as const;

/** Type and shape of a value. */
export interface Spec {
  dtype: DType;
  shape: number[];
}

/** Where a kernel takes a value from. */
export type Ref =
  /** The step's k-th tensor argument. */
  | { from: "input"; index: number }
  /** The k-th variable, as it was before the step. */
  | { from: "variable"; index: number }
  /** The k-th tensor that existed before the step and that the step reads. */
  | { from: "capture"; index: number }
  /** The k-th value that the host wrote into the step, such as a number in the code. */
  | { from: "constant"; index: number }
  /** An output of the k-th kernel. */
  | { from: "kernel"; index: number; output: number };

/** An attribute as the native backend hands it to a kernel: its type is TensorFlow's number. */
export interface KernelAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** A kernel that the step calls. */
export interface CalledKernel {
  op: string;
  attributes: KernelAttribute[];
  inputs: Ref[];
}

/** One kernel that the step executed. */
export interface Kernel extends CalledKernel {
  outputs: Spec[];
  /** The TensorFlow.js operation that executed it: `BatchMatMul`. */
  calledBy: string;
}

/** A value that the host wrote into the step, as TensorFlow stores it. */
export interface HostConstant extends Spec {
  bytes: Uint8Array;
}

/** What a step did: its kernels in order, without any value that a later call may change. */
export interface Program {
  kernels: Kernel[];
  constants: HostConstant[];
  inputs: Spec[];
  captures: Spec[];
  variables: Spec[];
  /** The value of each variable after the step; its own reference where nothing was assigned. */
  assigned: Ref[];
  results: (Spec & { ref: Ref })[];
}

/** Whether the step gives the k-th variable a new value. */
export function changes(program: Program, variable: number): boolean {
  const ref = program.assigned[variable];
  return ref.from !== "variable" || ref.index !== variable;
}

/** Type and shape of what a reference stands for. */
export function specOf(program: Program, ref: Ref): Spec {
  if (ref.from === "kernel") return program.kernels[ref.index].outputs[ref.output];
  const { inputs: input, variables: variable, captures: capture, constants: constant } = program;
  return { input, variable, capture, constant }[ref.from][ref.index];
}

/** The kernels on which a result or a variable's new value depends. */
export function liveKernels(program: Program): Set<number> {
  const live = new Set<number>();
  const open = [...program.assigned, ...program.results.map((result) => result.ref)];
  for (let ref = open.pop(); ref; ref = open.pop()) {
    if (ref.from !== "kernel" || live.has(ref.index)) continue;
    live.add(ref.index);
    open.push(...program.kernels[ref.index].inputs);
  }
  return live;
}

/** How two recordings of the same step differ, for people; undefined where they do not. */
export function difference(a: Program, b: Program): string | undefined {
  if (a.kernels.length !== b.kernels.length) {
    return `it ran ${a.kernels.length} kernels, then ${b.kernels.length}`;
  }
  for (const [k, kernel] of a.kernels.entries()) {
    const other = b.kernels[k];
    if (kernel.op !== other.op) return `kernel ${k} was ${kernel.op}, then ${other.op}`;
    if (text(kernel) !== text(other)) return `${kernel.op} (kernel ${k}) got other inputs`;
  }
  const changed = a.constants.findIndex((constant, k) => !sameValue(constant, b.constants[k]));
  if (changed >= 0) return `the host wrote another value into ${reader(a, changed)}`;
  const ends = (program: Program) => text([program.assigned, program.results]);
  return ends(a) === ends(b) ? undefined : "its results or variables came from other kernels";
}

/** The whole numbers that a kernel is given, where the host wrote them. */
export function constantInts(program: Program, ref?: Ref): number[] | undefined {
  if (ref?.from !== "constant") return undefined;
  const { dtype, bytes } = program.constants[ref.index];
  return dtype === dtypes.int32 ? [...new Int32Array(bytes.buffer)] : undefined;
}

function text(part: unknown): string {
  return JSON.stringify(part);
}

function sameValue(a: HostConstant, b: HostConstant): boolean {
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);
}

function reader(program: Program, constant: number): string {
  const kernel = program.kernels.find(({ inputs }) =>
    inputs.some((ref) => ref.from === "constant" && ref.index === constant)
  );
  return kernel ? `${kernel.calledBy} (kernel ${kernel.op})` : "its results";
}
