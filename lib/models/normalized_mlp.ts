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
  /** The dropout of hidden layer l = 1, 2, …; none where it gives nothing. */
  dropout?: (l: number) => tf.layers.Layer | undefined;
  /** Whether it stands before the normalization or behind the activation; default behind. */
  dropoutPlace?: "before" | "behind";
  /** n·Var(W) of the last layer; default `gain`. */
  logitsGain?: number;
  seed: number;
}

/**
 * A perceptron [N, inputs] -> logits [N, outputs]. Hidden layer l is `preactivation_l` (dense), its
 * normalization, and `activation_l`; or the normalization last.
 */
export function normalizedMlp(options: NormalizedMlpOptions): tf.LayersModel {
  const { inputs, hidden, outputs, activation, norm, place = "before" } = options;
  const { dropout, dropoutPlace = "behind" } = options;
  const input = tf.input({ shape: [inputs] });
  let y = input;
  hidden.forEach((units, index) => {
    const l = index + 1;
    const act = activationLayer({ activation, name: `activation_${l}` });
    const chain = place === "before" ? [norm(l), act] : [act, norm(l)];
    const drop = dropout?.(l);
    const behind = dropoutPlace === "before" ? [drop, ...chain] : [...chain, drop];
    for (const layer of [dense(units, `preactivation_${l}`), ...behind]) {
      if (layer) y = layer.apply(y) as tf.SymbolicTensor;
    }
  });
  const logits = dense(outputs, "logits").apply(y) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: logits });
  drawMlpWeights(model, options);
  if (options.logitsGain !== undefined) rescaleLogits(model, options.logitsGain / options.gain);
  return model;
}

/** Multiplies the variance of the last layer's weights. */
function rescaleLogits(model: tf.LayersModel, factor: number): void {
  tf.tidy(() => {
    const layer = model.getLayer("logits");
    const [kernel, bias] = layer.getWeights();
    layer.setWeights([kernel.mul(Math.sqrt(factor)), bias]);
  });
}

function dense(units: number, name: string): tf.layers.Layer {
  return tf.layers.dense({ units, name, kernelInitializer: "zeros" });
}
