import type { tf } from "../tensorflow/tf.ts";

/** The variables behind weights of layers. */
export function variablesOf(weights: tf.LayersModel["weights"]): tf.Variable[] {
  return weights.map((weight) => weight.read() as tf.Variable);
}
