import * as tf from "@tensorflow/tfjs";

/** The part of TensorFlow.js's engine that a computation changes and its `finally` puts back. */
interface EngineState {
  kernelDepth: number;
  gradientDepth: number;
  activeTape: unknown;
  scopeStack: { name: string }[];
}

/** How often an idle kernel looks for what Stop left behind. */
const everyMs = 50;

/**
 * Puts TensorFlow.js's engine back in order after a computation that was stopped half-way: Jupyter's
 * Stop skips `finally`, and an engine that believes itself inside a kernel records no gradient any
 * more. Its open scopes are ended, so that what it held is disposed of. Call it only while nothing
 * computes; says whether there was anything to do.
 */
export function recoverAfterStop(): boolean {
  const engine = tf.engine();
  const state = engine.state as unknown as EngineState;
  const inOperation = state.scopeStack.some((scope) => scope.name?.endsWith("__op"));
  if (state.kernelDepth === 0 && state.gradientDepth === 0 && !inOperation) return false;
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  state.activeTape = null;
  while (state.scopeStack.length > 0) engine.endScope();
  return true;
}

/** Calls {@linkcode recoverAfterStop} whenever a Jupyter kernel is idle; elsewhere does nothing. */
export function watchForStops(): void {
  if (!inKernel()) return;
  // No timer fires while synchronous code runs: what it finds open was abandoned.
  Deno.unrefTimer(setInterval(recoverAfterStop, everyMs));
}

function inKernel(): boolean {
  try {
    return Boolean(Deno.jupyter);
  } catch {
    return false;
  }
}
