import { match } from "ts-pattern";
import { tf } from "../tensorflow/tf.ts";

/** Activations that a layer of the course's perceptrons can have. */
export type MlpActivation = "linear" | "sigmoid" | "tanh" | "relu";

/** The TensorFlow.js operation of an activation. */
export function activationOp(name: MlpActivation): <T extends tf.Tensor>(u: T) => T {
  return match(name)
    .with("linear", () => tf.clone)
    .with("sigmoid", () => tf.sigmoid)
    .with("tanh", () => tf.tanh)
    .with("relu", () => tf.relu)
    .exhaustive();
}
