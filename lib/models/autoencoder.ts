import type { MlpActivation } from "./activation_op.ts";
import { mlp } from "./mlp.ts";
import type { tf } from "../tensorflow/tf.ts";

/** A net that is to give back its input. */
export interface AutoencoderOptions {
  inputs: number;
  /** Units of the hidden layers; the narrowest is the bottleneck. */
  hidden: number[];
  activation: MlpActivation;
  /** n·Var(W) of the first weights. */
  gain: number;
  seed: number;
}

/**
 * An autoencoder [N, inputs] -> [N, inputs]: a perceptron whose last layer is linear and as wide as
 * its input. Train it with the loss `reconstruction`.
 *
 * @throws {RangeError} when there is no hidden layer
 */
export function autoencoder({ hidden, ...options }: AutoencoderOptions): tf.LayersModel {
  if (!(hidden.length > 0 && hidden.every((units) => units >= 1 && Number.isInteger(units)))) {
    throw new RangeError(
      `autoencoder(): hidden must name the units of one layer or more, received [${hidden}]`,
    );
  }
  return mlp({ ...options, hidden, outputs: options.inputs });
}
