import { tf } from "../tf.ts";
import type { ManyOptions } from "./compile.ts";
import { flatten, type Leaves } from "./tree.ts";

/** A step as TensorFlow.js runs it, kernel by kernel. */
export function runEager(step: (...args: never[]) => unknown, args: readonly unknown[]): unknown {
  return tf.tidy(() => step(...args as never[]) as tf.TensorContainer);
}

/** Many steps, one after the other, on the rows of stacked inputs; results are stacked. */
export function manyEager(
  step: (...args: never[]) => unknown,
  args: Leaves,
  { steps, signal }: ManyOptions & { steps: number },
): unknown {
  const results: Leaves[] = [];
  for (let i = 0; i < steps && (i === 0 || !signal?.aborted); i++) {
    const rows = args.tensors.map((stacked) => stacked.gather(i));
    results.push(flatten(runEager(step, args.rebuild(rows) as unknown[]), "its result"));
    tf.dispose(rows);
  }
  const stacked = results[0].tensors.map((_, k) => tf.stack(results.map((r) => r.tensors[k])));
  tf.dispose(results.map(({ tensors }) => tensors));
  return results[0].rebuild(stacked);
}
