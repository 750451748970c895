import { drawMlpWeights } from "./mlp.ts";
import { activationLayer } from "./activation_layer.ts";
import type { MlpActivation } from "./activation_op.ts";
import { tf } from "../tensorflow/tf.ts";

/** A perceptron with normalizations of any kind between its layers. */
export interface NormalizedMlpOptions {
  inputs: number;
  /** Number of units of each hidden layer. */
  hidden: readonly number[];
  outputs: number;
  activation: MlpActivation;
  /** n·Var(W) of the first weights. */
  gain: number;
  /** The normalization of hidden layer l = 1, 2, …; none where it gives nothing. */
  norm: (l: number) => tf.layers.Layer | undefined;
  /** Whether it stands before the activation or behind it; default before. */
  place?: "before" | "after";
  seed: number;
}

/**
 * A perceptron [N, inputs] -> logits [N, outputs]. Hidden layer l is `preactivation_l` (dense), its
 * normalization, and `activation_l`; or the normalization last.
 */
export function normalizedMlp(options: NormalizedMlpOptions): tf.LayersModel {
  const { inputs, hidden, outputs, activation, norm, place = "before" } = options;
  const input = tf.input({ shape: [inputs] });
  let y = input;
  hidden.forEach((units, index) => {
    const l = index + 1;
    const act = activationLayer({ activation, name: `activation_${l}` });
    const chain = place === "before" ? [norm(l), act] : [act, norm(l)];
    for (const layer of [dense(units, `preactivation_${l}`), ...chain]) {
      if (layer) y = layer.apply(y) as tf.SymbolicTensor;
    }
  });
  const logits = dense(outputs, "logits").apply(y) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: logits });
  drawMlpWeights(model, options);
  return model;
}

function dense(units: number, name: string): tf.layers.Layer {
  return tf.layers.dense({ units, name, kernelInitializer: "zeros" });
}
