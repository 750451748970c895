import { tf } from "../tensorflow/tf.ts";
import { activationOp, type MlpActivation } from "./activation_op.ts";

/** An activation as a layer of its own, with every activation that the course knows. */
export function activationLayer(
  { activation, name }: { activation: MlpActivation; name?: string },
): tf.layers.Layer {
  return new ActivationLayer(activation, name);
}

class ActivationLayer extends tf.layers.Layer {
  static className = "CourseActivation";
  readonly #activation: MlpActivation;
  readonly #op: (u: tf.Tensor) => tf.Tensor;

  constructor(activation: MlpActivation, name?: string) {
    super({ name });
    this.#activation = activation;
    this.#op = activationOp(activation);
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return this.#op(Array.isArray(inputs) ? inputs[0] : inputs);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), activation: this.#activation };
  }
}
