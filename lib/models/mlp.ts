import { type Distribution, drawWeights } from "../initializers/draw_weights.ts";
import type { MlpActivation } from "./activation_op.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";

/** The shape of a multi-layer perceptron and how its weights are drawn. */
export interface MlpOptions {
  /** Number of input features. */
  inputs: number;
  /** Number of units of each hidden layer. */
  hidden: number[];
  /** Number of classes; the last layer gives logits. */
  outputs: number;
  activation: MlpActivation;
  /** n·Var(W): the variance of a layer's weights times its fan-in. */
  gain: number;
  distribution?: Distribution;
  seed: number;
}

/**
 * A multi-layer perceptron [N, inputs] -> logits [N, outputs]. Hidden layer l is two layers,
 * `preactivation_l` (dense) and `activation_l`, so that both can be looked at; biases start at 0.
 */
export function mlp(options: MlpOptions): tf.LayersModel {
  const { inputs, hidden, outputs, activation } = options;
  const input = tf.input({ shape: [inputs] });
  let y = input;
  hidden.forEach((units, index) => {
    const l = index + 1;
    y = tf.layers.dense({ units, name: `preactivation_${l}`, kernelInitializer: "zeros" })
      .apply(y) as tf.SymbolicTensor;
    y = tf.layers.activation({ activation, name: `activation_${l}` })
      .apply(y) as tf.SymbolicTensor;
  });
  const logits = tf.layers.dense({ units: outputs, name: "logits", kernelInitializer: "zeros" })
    .apply(y) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: logits });
  drawAllWeights(model, options);
  return model;
}

function drawAllWeights(model: tf.LayersModel, { gain, distribution, seed }: MlpOptions): void {
  model.layers.filter((layer) => layer.getWeights().length > 0).forEach((layer, index) => {
    tf.tidy(() => {
      const [kernel, bias] = layer.getWeights();
      const shape = kernel.shape as [number, number];
      const variance = gain / shape[0];
      layer.setWeights([
        drawWeights(shape, { variance, distribution, seed: seedFor(seed, index) }),
        bias,
      ]);
    });
  });
}

/** The outputs [N, units] of every `preactivation_l` of the model for the same inputs. */
export function preactivations(model: tf.LayersModel, x: tf.Tensor2D): tf.Tensor2D[] {
  const layers = model.layers.filter((layer) => layer.name.startsWith("preactivation_"));
  const view = tf.model({
    inputs: model.inputs,
    outputs: layers.map((l) => l.output as tf.SymbolicTensor),
  });
  const outputs = view.predictOnBatch(x) as tf.Tensor2D | tf.Tensor2D[];
  return Array.isArray(outputs) ? outputs : [outputs];
}
