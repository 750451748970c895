import { attribute, type Attributes } from "./attributes.ts";
import { type FunctionDef, messages, type NodeDef, type OpDef } from "./messages.ts";
import { opDefinitions } from "./op_definitions.ts";
import { type DType, dtypes, type HostConstant } from "./program.ts";

/** A value inside a graph or a function, in TensorFlow's notation: `Relu_3` or `Relu_3:y:0`. */
export type Value = string;

/** A node that was added: its name and its outputs. */
export interface Node {
  name: string;
  output(index?: number): Value;
}

/** A named value of a known type. */
export interface Argument {
  name: string;
  dtype: DType;
}

/** The nodes of a graph, or of the body of a function, in the order in which they were added. */
export class GraphBuilder {
  readonly nodes: NodeDef[] = [];
  stateful = false;
  readonly #inFunction: boolean;
  readonly #constants = new Map<string, Value>();

  constructor({ inFunction = false } = {}) {
    this.#inFunction = inFunction;
  }

  /** Adds a node. */
  add(op: string, inputs: Value[], attributes: Attributes = {}, name?: string): Node {
    const definition = definitionOf(op);
    const node = new messages.NodeDef();
    const nodeName = name ?? `${op}_${this.nodes.length}`;
    node.setName(nodeName);
    node.setOp(op);
    node.setInputList(inputs);
    for (const [key, value] of Object.entries(attributes)) node.getAttrMap().set(key, value);
    this.nodes.push(node);
    this.stateful ||= definition.getIsStateful();
    const outputs = this.#inFunction ? definition.getOutputArgList() : undefined;
    return { name: nodeName, output: (index = 0) => outputName(nodeName, index, outputs) };
  }

  /** A value that the graph carries in itself. */
  constant(value: HostConstant): Value {
    const { dtype } = value;
    return this.add("Const", [], {
      dtype: attribute.type(dtype),
      value: attribute.tensor(value),
    }).output();
  }

  /** Whole numbers, int32: a scalar or a vector; the same one is stored once. */
  int32(value: number | number[]): Value {
    const key = JSON.stringify(value);
    const known = this.#constants.get(key);
    if (known) return known;
    const values = Int32Array.from([value].flat());
    const shape = Array.isArray(value) ? [value.length] : [];
    const bytes = new Uint8Array(values.buffer);
    const made = this.constant({ dtype: dtypes.int32, shape, bytes });
    this.#constants.set(key, made);
    return made;
  }

  /** A value that every run is given. */
  placeholder(name: string, { dtype, shape }: { dtype: DType; shape: number[] }): Value {
    const attributes = { dtype: attribute.type(dtype), shape: attribute.shape(shape) };
    return this.add("Placeholder", [], attributes, name).output();
  }

  /** Gives a value a name. */
  named(name: string, value: Value, dtype: DType): string {
    return this.add("Identity", [value], { T: attribute.type(dtype) }, name).name;
  }
}

/** A function of a graph: the builder's nodes between arguments and outputs. */
export function defineFunction(
  builder: GraphBuilder,
  options: {
    name: string;
    args: Argument[];
    outputs: (Argument & { value: Value })[];
    attributes?: Attributes;
  },
): FunctionDef {
  const signature = new messages.OpDef();
  signature.setName(options.name);
  signature.setInputArgList(options.args.map(argDef));
  signature.setOutputArgList(options.outputs.map(argDef));
  signature.setIsStateful(builder.stateful);
  const definition = new messages.FunctionDef();
  definition.setSignature(signature);
  definition.setNodeDefList(builder.nodes);
  for (const { name, value } of options.outputs) definition.getRetMap().set(name, value);
  for (const [key, value] of Object.entries(options.attributes ?? {})) {
    definition.getAttrMap().set(key, value);
  }
  return definition;
}

/** The definition of an operation. */
export function definitionOf(op: string): OpDef {
  const definition = opDefinitions().get(op);
  if (definition) return definition;
  throw new Error(`compile(): this TensorFlow library has no operation ${op}`);
}

function argDef({ name, dtype }: Argument) {
  const arg = new messages.OpDef.ArgDef();
  arg.setName(name);
  arg.setType(dtype);
  return arg;
}

/** In a graph `node:1`; in a function `node:argument:0`, where a list is one argument. */
function outputName(
  node: string,
  index: number,
  outputs?: ReturnType<OpDef["getOutputArgList"]>,
): Value {
  if (!outputs) return index === 0 ? node : `${node}:${index}`;
  const isList = outputs.length === 1 &&
    (outputs[0].getNumberAttr() !== "" || outputs[0].getTypeListAttr() !== "");
  return isList
    ? `${node}:${outputs[0].getName()}:${index}`
    : `${node}:${outputs[index].getName()}:0`;
}
