import { tf } from "../tf.ts";
import type { ManyOptions } from "./compile.ts";
import { flatten, type Leaves } from "./tree.ts";

/** A step as TensorFlow.js runs it, kernel by kernel. */
export function runEager(step: (...args: never[]) => unknown, args: readonly unknown[]): unknown {
  return tf.tidy(() => step(...args as never[]) as tf.TensorContainer);
}

/** Many steps on the rows of stacked inputs, one after the other, each handed over as a stack of one. */
export function* eagerCalls(
  step: (...args: never[]) => unknown,
  args: Leaves,
  { steps, note }: ManyOptions & { steps: number },
): Generator<unknown, void> {
  for (let i = 0; i < steps; i++) {
    const stack = tf.tidy(() => {
      const rows = args.tensors.map((stacked) => stacked.gather(i));
      const results = flatten(runEager(step, args.rebuild(rows) as unknown[]), "its result");
      const stacked = results.tensors.map((tensor) => tensor.expandDims(0));
      return results.rebuild(stacked) as tf.TensorContainer;
    });
    note?.(stack);
    yield stack;
  }
}
