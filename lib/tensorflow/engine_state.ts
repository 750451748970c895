import * as tf from "@tensorflow/tfjs";

/** The part of TensorFlow.js's engine that a computation changes and its `finally` puts back. */
export interface EngineState {
  /** How many kernels are being executed, one inside the other. */
  kernelDepth: number;
  /** How many gradients are being recorded, one inside the other. */
  gradientDepth: number;
  /** What is saved for the way back of the gradient. */
  activeTape: { saved?: tf.Tensor[] }[] | null;
  /** Open scopes of `tf.tidy` and of operations, whose names end in `__op`. */
  scopeStack: { name?: string }[];
}

/** The state of TensorFlow.js's engine, which its types keep back. */
export function engineState(): EngineState {
  return tf.engine().state as unknown as EngineState;
}
