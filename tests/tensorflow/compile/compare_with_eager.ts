import {
  compile,
  type Compiled,
  type CompileOptions,
} from "../../../lib/tensorflow/compile/compile.ts";
import { tf } from "../../../lib/tensorflow/tf.ts";
import { record } from "../../../lib/tensorflow/compile/record.ts";
import { flatten } from "../../../lib/tensorflow/compile/tree.ts";
import { roundings } from "./roundings.ts";
import { Refused } from "../../../lib/tensorflow/compile/refused.ts";
import { Dice } from "./dice.ts";
import { type RandomProgram, randomProgram } from "./random_program.ts";

/** How a compiled program compares with TensorFlow.js's own execution of it. */
export interface Comparison {
  text: string;
  how: string;
  outcome: "equal" | "different" | "refused" | "not finite";
  /** Largest difference of any variable, loss or probe, relative to its size; and what may be. */
  difference: number;
  tolerance: number;
  message?: string;
}

/** One float32 rounding, relative. */
const rounding = 2 ** -24;

/** Ways to run a compiled step; `auto` with many steps ahead takes XLA where it can. */
const ways: { name: string; options: CompileOptions; many: boolean }[] = [
  { name: "session", options: { engine: "session" }, many: false },
  { name: "session, many", options: { engine: "session" }, many: true },
  { name: "auto", options: { expectedSteps: 1e6 }, many: false },
  { name: "auto, many", options: { expectedSteps: 1e6 }, many: true },
];

/**
 * Runs the program of a seed eagerly and compiled, from the same start.
 *
 * The tolerance: the two differ by roundings only, which are counted. What one rounding of everything
 * does to the end is measured: eagerly, from variables and with batches changed by
 * 2^-23 at random, the larger of two draws. N independent roundings add up to √N times that as a
 * standard deviation; four of them are allowed.
 */
export function compareWithEager(seed: number): Comparison {
  const before = Object.values(tf.engine().registeredVariables);
  const program = randomProgram(seed);
  const way = ways[new Dice(seed + 1_000_003).seed() % ways.length];
  try {
    return { text: program.text, ...compare(program, way) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const refused = { outcome: "refused" as const, difference: 0, tolerance: 0 };
    return { text: program.text, how: way.name, ...refused, message: error.message };
  } finally {
    tf.dispose(program.batches);
    program.optimizer.dispose();
    // Momentum's dispose() forgets the rate.
    (program.optimizer as unknown as { c?: tf.Tensor }).c?.dispose();
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.includes(variable)) variable.dispose();
    }
  }
}

function compare(program: RandomProgram, way: typeof ways[number]) {
  tf.tidy(() => void program.step(...program.batches[0])); // makes the optimizer's slots
  const start = snapshot();
  const step = compile(program.step, way.options);
  try {
    restore(start);
    const compiled = end(way.many ? manySteps(program, step) : eachStep(program, step));
    const { engine } = step.graphs[0];
    const how = `${way.name} (${engine})`;
    restore(start);
    const count = roundingsOf(program);
    const eager = end(eachStep(program, program.step));
    const nudged = [1, 2].map((seed) => {
      restore(start.map((values, k) => nudge(values, seed * 1000 + k)));
      const batches = program.batches.map((batch, i) =>
        batch.map((t, k) => nudgeTensor(t, seed * 10_000 + 2 * i + k)) as typeof batch
      );
      const values = end(eachStep({ ...program, batches }, program.step));
      tf.dispose(batches);
      return values;
    });
    const finite = eager.every((values) => values.every(Number.isFinite));
    const sensitivity = Math.max(...nudged.map((values) => distance(eager, values)));
    const difference = distance(eager, compiled);
    const tolerance = 4 * Math.sqrt(count) * Math.max(sensitivity, rounding);
    const outcome = !finite ? "not finite" : difference <= tolerance ? "equal" : "different";
    return { how, outcome, difference, tolerance } as const;
  } finally {
    step.dispose();
  }
}

type Step = RandomProgram["step"];

/** Roundings of one step, as TensorFlow.js takes it. */
function roundingsOf({ step, batches }: RandomProgram): number {
  const args = flatten(batches[0], "argument ");
  return roundings(record(step as never, args, { nativeKernels: false, fused: false }).program);
}

/** Losses and probes of all steps, one call after the other. */
function eachStep({ batches }: RandomProgram, step: Step): number[][] {
  return batches.map(([x, y]) => {
    const results = tf.tidy(() => step(x, y));
    const values = [...results.loss.dataSync(), ...results.probe.dataSync()];
    tf.dispose(results as unknown as tf.TensorContainer);
    return values;
  });
}

type CompiledStep = Compiled<Parameters<Step>, ReturnType<Step>>;

function manySteps({ batches }: RandomProgram, step: CompiledStep): number[][] {
  return tf.tidy(() => {
    const stacked = [0, 1].map((k) => tf.stack(batches.map((batch) => batch[k])));
    const { loss, probe } = step.many(stacked as [tf.Tensor, tf.Tensor]);
    const [losses, probes] = [loss.dataSync(), probe.dataSync()];
    const size = probes.length / losses.length;
    return batches.map((_, i) => [losses[i], ...probes.slice(i * size, (i + 1) * size)]);
  });
}

/** What is compared: the results, and every variable. */
function end(results: number[][]): number[][] {
  return [...results, ...snapshot()];
}

function variables(): tf.Variable[] {
  return Object.values(tf.engine().registeredVariables);
}

function snapshot(): number[][] {
  return variables().map((variable) => [...variable.dataSync()]);
}

function restore(values: number[][]): void {
  tf.tidy(() =>
    variables().forEach((variable, k) =>
      variable.assign(tf.tensor(values[k], variable.shape, variable.dtype))
    )
  );
}

function nudge(values: number[], seed: number): number[] {
  if (values.every(Number.isInteger)) return values;
  const dice = new Dice(seed);
  return values.map((value) => value * (1 + (dice.chance(0.5) ? 2 : -2) * rounding));
}

function nudgeTensor(tensor: tf.Tensor, seed: number): tf.Tensor {
  return tf.tensor(nudge([...tensor.dataSync()], seed), tensor.shape, tensor.dtype);
}

/** The largest difference, each relative to the size of the list that it is in. */
function distance(a: number[][], b: number[][]): number {
  let most = 0;
  a.forEach((values, k) => {
    const size = Math.max(1e-3, ...values.map(Math.abs));
    values.forEach((value, i) => {
      const apart = Math.abs(value - b[k][i]) / size;
      if (!(apart <= most)) most = apart;
    });
  });
  return most;
}
