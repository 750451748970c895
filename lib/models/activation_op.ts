import { leakySlope } from "../activations/leaky_relu.ts";
import { tf } from "../tensorflow/tf.ts";

/** What each activation of the course's networks makes of pre-activations, as TensorFlow.js operations. */
const operations = {
  linear: (u: tf.Tensor) => u.clone(),
  sigmoid: tf.sigmoid,
  /** σ(u) − ½: the sigmoid with the mean of its range taken away. */
  centredSigmoid: (u: tf.Tensor) => u.sigmoid().sub(0.5),
  tanh: tf.tanh,
  relu: tf.relu,
  leakyrelu: (u: tf.Tensor) => u.leakyRelu(leakySlope),
  elu: tf.elu,
  selu: tf.selu,
  /** u·Φ(u) */
  gelu: (u: tf.Tensor) => u.mul(u.div(Math.SQRT2).erf().add(1)).div(2),
  /** u·σ(u), SiLU */
  swish: (u: tf.Tensor) => u.mul(u.sigmoid()),
};

/** Activations that a layer of the course's perceptrons can have. */
export type MlpActivation = keyof typeof operations;

/**
 * The TensorFlow.js operation of an activation.
 *
 * @throws {RangeError} when there is no such activation
 */
export function activationOp(name: MlpActivation): <T extends tf.Tensor>(u: T) => T {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation as <T extends tf.Tensor>(u: T) => T;
  throw new RangeError(
    `activationOp(): there is no activation ${JSON.stringify(name)}; there are ` +
      Object.keys(operations).join(", "),
  );
}
