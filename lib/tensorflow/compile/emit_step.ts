import { attribute } from "./attributes.ts";
import { emitKernels, type Given } from "./emit_kernels.ts";
import { type Argument, defineFunction, GraphBuilder, type Value } from "./graph.ts";
import type { FunctionDef, NodeDef } from "./messages.ts";
import { changes, type Program, type Spec } from "./program.ts";

/** Who executes a graph: TensorFlow's session kernel by kernel, or XLA as compiled code. */
export type Engine = "session" | "xla";

/** A graph and the names of what goes in and comes out. */
export interface Graph {
  nodes: NodeDef[];
  functions: FunctionDef[];
  /** In a loop the first step and the end; then inputs, captures and variables. */
  feeds: string[];
  /** Results, then the variables that change. */
  fetches: string[];
}

/** One step as a graph. */
export function emitStep(program: Program, engine: Engine): Graph {
  const graph = new GraphBuilder();
  const feeds = placeholders(graph, program);
  if (engine === "session") {
    const given = emitKernels(graph, program, feeds);
    return finished(graph, { program, feeds: all(feeds), ...given });
  }
  const body = new GraphBuilder({ inFunction: true });
  const args = argumentsOf(program);
  const given = emitKernels(body, program, namesOf(args));
  return finishedByXla(graph, { program, feeds: all(feeds), body, args: all(args), given });
}

/** Inputs, captures and variables, kept apart. */
export interface Groups<T> {
  inputs: T[];
  captures: T[];
  variables: T[];
}

/** Inputs, captures and variables in the order of a graph's feeds. */
export function all<T>({ inputs, captures, variables }: Groups<T>): T[] {
  return [...inputs, ...captures, ...variables];
}

/** What a function that contains the program takes. */
export function argumentsOf(program: Program): Groups<Argument & Spec> {
  const named = (specs: Spec[], name: string) =>
    specs.map((spec, k) => ({ ...spec, name: `${name}${k}` }));
  return {
    inputs: named(program.inputs, "input"),
    captures: named(program.captures, "capture"),
    variables: named(program.variables, "variable"),
  };
}

/** What a function that contains the program gives: results, then all variables. */
function outputArguments(program: Program): Argument[] {
  const named = (specs: Spec[], name: string) =>
    specs.map(({ dtype }, k) => ({ dtype, name: `${name}${k}` }));
  return [...named(program.results, "result"), ...named(program.variables, "assigned")];
}

/** The names of arguments, which are their values inside the function. */
export function namesOf(args: Groups<Argument>): Groups<Value> {
  const names = (list: Argument[]) => list.map(({ name }) => name);
  return {
    inputs: names(args.inputs),
    captures: names(args.captures),
    variables: names(args.variables),
  };
}

/** A placeholder for each argument; `lead` is the size of the inputs' leading axis of steps. */
export function placeholders(
  graph: GraphBuilder,
  program: Program,
  lead: number[] = [],
): Groups<Value> {
  const { inputs, captures, variables } = argumentsOf(program);
  const make = ({ name, dtype, shape }: Argument & Spec) =>
    graph.placeholder(name, { dtype, shape });
  return {
    inputs: inputs.map((input) => make({ ...input, shape: [...lead, ...input.shape] })),
    captures: captures.map(make),
    variables: variables.map(make),
  };
}

/** A graph that hands its feeds to XLA, as one function, and names what comes out. */
export function finishedByXla(
  graph: GraphBuilder,
  { program, feeds, body, args, given, functions = [] }: {
    program: Program;
    feeds: Value[];
    /** The function's nodes, between its arguments and what they give. */
    body: GraphBuilder;
    args: Argument[];
    given: Given;
    /** What the function calls. */
    functions?: FunctionDef[];
  },
): Graph {
  const xla = { _XlaMustCompile: attribute.bool(true) };
  const values = [...given.results, ...given.assigned];
  const outputs = outputArguments(program).map((out, k) => ({ ...out, value: values[k] }));
  const whole = defineFunction(body, { name: "whole", args, outputs, attributes: xla });
  const call = graph.add(body.stateful ? "StatefulPartitionedCall" : "PartitionedCall", feeds, {
    Tin: attribute.types(args.map(({ dtype }) => dtype)),
    Tout: attribute.types(outputs.map(({ dtype }) => dtype)),
    f: attribute.functionName("whole"),
    ...xla,
  });
  const results = program.results.map((_, k) => call.output(k));
  const assigned = program.variables.map((_, k) => call.output(results.length + k));
  return finished(graph, { program, feeds, results, assigned, functions: [...functions, whole] });
}

/** Names what comes out of a graph. */
export function finished(
  graph: GraphBuilder,
  { program, feeds, results, assigned, functions = [] }: Given & {
    program: Program;
    feeds: Value[];
    functions?: FunctionDef[];
  },
): Graph {
  const fetches = [
    ...results.map((value, k) => graph.named(`result_${k}`, value, program.results[k].dtype)),
    ...assigned.flatMap((value, k) =>
      changes(program, k) ? [graph.named(`assigned_${k}`, value, program.variables[k].dtype)] : []
    ),
  ];
  return { nodes: graph.nodes, functions, feeds, fetches };
}
