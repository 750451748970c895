import * as tf from "@tensorflow/tfjs";
import { engineState } from "./engine_state.ts";

/** How often an idle kernel looks for what Stop left behind. */
const everyMs = 50;

const recoveries: (() => void)[] = [];

/**
 * Adds what else must be put back after Stop, in any module that changes something for the time of
 * a computation; `recover` must be harmless when there is nothing to do.
 */
export function onRecovery(recover: () => void): void {
  recoveries.push(recover);
}

/**
 * Puts TensorFlow.js's engine back in order after a computation that was stopped half-way: Jupyter's
 * Stop skips `finally`, and an engine that believes itself inside a kernel records no gradient any
 * more. Its open scopes are ended, so that what it held is disposed of. Call it only while nothing
 * computes; says whether there was anything to do.
 */
export function recoverAfterStop(): boolean {
  for (const recover of recoveries) recover();
  const engine = tf.engine();
  const state = engineState();
  const inOperation = state.scopeStack.some((scope) => scope.name?.endsWith("__op"));
  if (state.kernelDepth === 0 && state.gradientDepth === 0 && !inOperation) return false;
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  dropTape();
  while (state.scopeStack.length > 0) engine.endScope();
  return true;
}

/**
 * Recovers as soon as nothing computes any more, before the next cell runs: call it at the start of
 * a computation that Stop may cut off.
 */
export function recoverSoon(): void {
  queueMicrotask(() => void recoverAfterStop());
}

/**
 * Disposes of what a gradient that was cut off, by Stop or by an error, had saved for its way back:
 * TensorFlow.js does so only at the end of a gradient.
 */
export function dropTape(): void {
  const state = engineState();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = null;
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
