import { onRecovery } from "../after_stop.ts";
import type { tf } from "../tf.ts";
import { type Made, nativeBackend } from "./native_backend.ts";

/** New values of variables; written to the end even when Stop comes in between. */
interface Commit {
  variables: tf.Variable[];
  made: Made[];
  /** What belongs to the same step, such as its place in a history; may come twice. */
  note: () => void;
}

let unfinished: Commit | undefined;

onRecovery(finish);

/**
 * Gives variables the values that a graph made for them, and notes what belongs to them: all of it,
 * or nothing.
 */
export function commit(change: Commit): void {
  finish();
  unfinished = change;
  finish();
}

function finish(): void {
  if (!unfinished) return;
  const { variables, made, note } = unfinished;
  variables.forEach((variable, k) => give(variable, made[k]));
  note();
  unfinished = undefined;
}

/** Puts a value into a variable; doing it twice does no harm. */
function give(variable: tf.Variable, made: Made): void {
  const backend = nativeBackend();
  const entry = backend.tensorMap.get(variable.dataId);
  const old = entry.id;
  if (old === made.id) return;
  if (entry.refCount === 1) {
    entry.id = made.id;
    backend.binding.deleteTensor(old);
    return;
  }
  // Somebody holds the old value, such as a clone: it stays theirs.
  const value = backend.createOutputTensor(made);
  variable.assign(value);
  value.dispose();
}
