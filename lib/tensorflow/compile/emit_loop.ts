import { attribute } from "./attributes.ts";
import { emitKernels, type Given } from "./emit_kernels.ts";
import {
  all,
  argumentsOf,
  type Engine,
  finished,
  finishedByXla,
  type Graph,
  namesOf,
  placeholders,
} from "./emit_step.ts";
import { type Argument, defineFunction, GraphBuilder, type Value } from "./graph.ts";
import type { FunctionDef } from "./messages.ts";
import { dtypes, type Program, type Spec } from "./program.ts";

/**
 * Many steps as a graph: step i of `first` to `end` takes row i of each stacked input, and its
 * results become row i of the stacked results; all have room for `capacity` steps.
 */
export function emitLoop(program: Program, engine: Engine, capacity: number): Graph {
  const graph = new GraphBuilder();
  const bounds = ["first", "end"].map((name) => graph.placeholder(name, scalar));
  const feeds = [...bounds, ...all(placeholders(graph, program, [capacity]))];
  const functions = [conditionFunction(program), bodyFunction(program)];
  if (engine === "session") {
    const given = emitWhile(graph, program, { feeds, capacity, lowered: true });
    return finished(graph, { program, feeds, ...given, functions });
  }
  const body = new GraphBuilder({ inFunction: true });
  const args = [...boundArguments, ...all(argumentsOf(program))];
  const names = args.map(({ name }) => name);
  const given = emitWhile(body, program, { feeds: names, capacity, lowered: false });
  return finishedByXla(graph, { program, feeds, body, args, given, functions });
}

const scalar: Spec = { dtype: dtypes.int32, shape: [] };
const boundArguments: Argument[] = ["first", "end"].map((name) => ({
  name,
  dtype: dtypes.int32,
}));

/** Adds the loop; `lowered` where the session executes it, which needs the loop's nodes flat. */
function emitWhile(
  builder: GraphBuilder,
  program: Program,
  { feeds, capacity, lowered }: { feeds: Value[]; capacity: number; lowered: boolean },
): Given {
  const lists = program.results.map(({ dtype, shape }) =>
    builder.add("TensorListReserve", [builder.int32(shape), builder.int32(capacity)], {
      element_dtype: attribute.type(dtype),
      shape_type: attribute.type(dtypes.int32),
    }).output()
  );
  const carried = carriedArguments(program);
  const loop = builder.add("While", [...feeds, ...lists], {
    T: attribute.types(carried.map(({ dtype }) => dtype)),
    cond: attribute.functionName("condition"),
    body: attribute.functionName("body"),
    parallel_iterations: attribute.int(10),
    ...(lowered ? { _lower_using_switch_merge: attribute.bool(true) } : {}),
  });
  const firstVariable = 2 + program.inputs.length + program.captures.length;
  const firstList = firstVariable + program.variables.length;
  return {
    assigned: program.variables.map((_, k) => loop.output(firstVariable + k)),
    results: program.results.map(({ dtype, shape }, k) =>
      builder.add("TensorListStack", [loop.output(firstList + k), builder.int32(shape)], {
        element_dtype: attribute.type(dtype),
        num_elements: attribute.int(capacity),
      }).output()
    ),
  };
}

/** What the loop carries from step to step: bounds, inputs, captures, variables, result lists. */
function carriedArguments(program: Program): Argument[] {
  const lists = program.results.map((_, k) => ({ name: `list${k}`, dtype: dtypes.variant }));
  return [...boundArguments, ...all(argumentsOf(program)), ...lists];
}

/** first < end */
function conditionFunction(program: Program): FunctionDef {
  const builder = new GraphBuilder({ inFunction: true });
  const goOn = builder.add("Less", ["first", "end"], { T: attribute.type(dtypes.int32) });
  const outputs = [{ name: "goOn", dtype: dtypes.bool, value: goOn.output() }];
  return defineFunction(builder, { name: "condition", args: carriedArguments(program), outputs });
}

/** One step on row `first`; then `first` is one more. */
function bodyFunction(program: Program): FunctionDef {
  const builder = new GraphBuilder({ inFunction: true });
  const names = namesOf(argumentsOf(program));
  const rows = names.inputs.map((name, k) => row(builder, name, program.inputs[k]));
  const given = emitKernels(builder, program, { ...names, inputs: rows });
  const int32 = attribute.type(dtypes.int32);
  const next = builder.add("AddV2", ["first", builder.int32(1)], { T: int32 }).output();
  const lists = given.results.map((value, k) =>
    builder.add("TensorListSetItem", [`list${k}`, "first", value], {
      element_dtype: attribute.type(program.results[k].dtype),
    }).output()
  );
  const args = carriedArguments(program);
  const values = [next, "end", ...names.inputs, ...names.captures, ...given.assigned, ...lists];
  const outputs = args.map(({ name, dtype }, k) => ({
    name: `next_${name}`,
    dtype,
    value: values[k],
  }));
  return defineFunction(builder, { name: "body", args, outputs });
}

/** Row `first` of a stacked input. */
function row(builder: GraphBuilder, stacked: Value, { dtype }: Spec): Value {
  const int32 = attribute.type(dtypes.int32);
  return builder.add("GatherV2", [stacked, "first", builder.int32(0)], {
    Tparams: attribute.type(dtype),
    Tindices: int32,
    Taxis: int32,
  }).output();
}
