import { onRecovery } from "../after_stop.ts";
import type { tf } from "../tf.ts";
import { type Made, nativeBackend } from "./native_backend.ts";

/** New values of variables; written to the end even when Stop comes in between. */
interface Commit {
  variables: tf.Variable[];
  values: tf.Tensor[];
}

let unfinished: Commit | undefined;

onRecovery(finish);

/** Gives variables the values that a graph made for them: all of them, or none. */
export function commit(variables: tf.Variable[], made: Made[]): void {
  finish();
  const values = made.map((one) => nativeBackend().createOutputTensor(one));
  unfinished = { variables, values };
  finish();
}

function finish(): void {
  if (!unfinished) return;
  const { variables, values } = unfinished;
  variables.forEach((variable, k) => variable.assign(values[k]));
  unfinished = undefined;
  values.forEach((value) => value.dispose());
}
