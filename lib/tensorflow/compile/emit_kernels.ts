import { attribute, type Attributes, fromKernel } from "./attributes.ts";
import { definitionOf, type GraphBuilder, type Value } from "./graph.ts";
import {
  constantInts,
  dtypes,
  type Kernel,
  liveKernels,
  type Program,
  type Ref,
  type Spec,
  specOf,
} from "./program.ts";

/** The values that a program gets in a graph. */
export interface Environment {
  inputs: Value[];
  captures: Value[];
  variables: Value[];
}

/** The values that a program gives in a graph. */
export interface Given {
  results: Value[];
  /** Each variable after the step. */
  assigned: Value[];
}

/** Adds a program's kernels to a graph. */
export function emitKernels(
  builder: GraphBuilder,
  program: Program,
  environment: Environment,
): Given {
  const { inputs: input, captures: capture, variables: variable } = environment;
  const given = { input, capture, variable };
  const constants: Value[] = [];
  const outputs: ((index: number) => Value)[] = [];
  const live = liveKernels(program);
  program.kernels.forEach((kernel, k) => {
    if (!live.has(k)) return;
    outputs[k] = emitKernel(builder, kernel, {
      inputs: kernel.inputs.map(value),
      specs: kernel.inputs.map((ref) => specOf(program, ref)),
      axes: constantInts(program, kernel.inputs[1]),
    });
  });
  return {
    results: program.results.map(({ ref }) => value(ref)),
    assigned: program.assigned.map(value),
  };

  function value(ref: Ref): Value {
    if (ref.from === "kernel") return outputs[ref.index](ref.output);
    if (ref.from !== "constant") return given[ref.from][ref.index];
    return constants[ref.index] ??= builder.constant(program.constants[ref.index]);
  }
}

/** What a kernel is given. */
interface KernelInput {
  inputs: Value[];
  specs: Spec[];
  /** The whole numbers of its second input, where they are known. */
  axes?: number[];
}

/** Adds one kernel, or the faster one that computes the same. */
function emitKernel(
  builder: GraphBuilder,
  kernel: Kernel,
  given: KernelInput,
): (index: number) => Value {
  if (kernel.op === "BatchMatMulV2" && kernel.outputs[0].shape.length === 2) {
    const product = matrixProduct(builder, kernel, given.inputs);
    return () => product;
  }
  if (kernel.op === "BatchMatMulV2" && isOneProduct(kernel, given.specs)) {
    const product = productWithoutBatch(builder, kernel, given);
    return () => product;
  }
  if (isSumOverAllButLast(kernel, given)) {
    const [x] = given.inputs;
    const sum = builder.add("BiasAddGrad", [x], { T: attribute.type(dtypes.float32) });
    return () => sum.output();
  }
  const node = builder.add(kernel.op, given.inputs, attributesOf(kernel, given.specs));
  return (index) => node.output(index);
}

/** TensorFlow.js takes the kernel of batched products for every product; it is twice as slow. */
function matrixProduct(builder: GraphBuilder, kernel: Kernel, inputs: Value[]): Value {
  const { T, adj_x, adj_y } = attributesOf(kernel, []);
  return builder.add("MatMul", inputs, { T, transpose_a: adj_x, transpose_b: adj_y }).output();
}

/** `tf.fused.matMul` gives matrices a leading axis of one. */
function isOneProduct({ outputs }: Kernel, specs: Spec[]): boolean {
  return [outputs[0], ...specs].every(({ shape }) => shape.length === 3 && shape[0] === 1);
}

function productWithoutBatch(builder: GraphBuilder, kernel: Kernel, given: KernelInput): Value {
  const T = attribute.type(kernel.outputs[0].dtype);
  const reshape = (value: Value, shape: number[]) =>
    builder.add("Reshape", [value, builder.int32(shape)], { T, Tshape: int32() }).output();
  const matrices = given.inputs.map((value, k) => reshape(value, given.specs[k].shape.slice(1)));
  return reshape(matrixProduct(builder, kernel, matrices), kernel.outputs[0].shape);
}

/** The gradient of a bias: TensorFlow has a faster kernel for it than the general sum. */
function isSumOverAllButLast(kernel: Kernel, { specs, axes }: KernelInput): boolean {
  if (kernel.op !== "Sum" || specs[0].dtype !== dtypes.float32 || !axes) return false;
  const rank = specs[0].shape.length;
  const keepDims = kernel.attributes.find(({ name }) => name === "keep_dims")?.value;
  return !keepDims && rank >= 2 && axes.length === rank - 1 &&
    axes.toSorted((a, b) => a - b).every((axis, k) => axis === k);
}

/** The kernel's attributes, and those that eager mode infers from the inputs. */
function attributesOf(kernel: Kernel, specs: Spec[]): Attributes {
  const attributes: Attributes = {};
  for (const given of kernel.attributes) attributes[given.name] = fromKernel(given);
  let at = 0;
  for (const arg of definitionOf(kernel.op).getInputArgList()) {
    const [type, number] = [arg.getTypeAttr(), arg.getNumberAttr()];
    const count = number ? specs.length - at : 1;
    if (type && specs[at]) attributes[type] ??= attribute.type(specs[at].dtype);
    if (number) attributes[number] ??= attribute.int(count);
    at += count;
  }
  return attributes;
}

function int32() {
  return attribute.type(dtypes.int32);
}
