import { type Distribution, drawWeights } from "../initializers/draw_weights.ts";
import { fansOf, type Initializer, type VarianceLaw } from "../initializers/initializers.ts";
import { activationLayer } from "./activation_layer.ts";
import type { MlpActivation } from "./activation_op.ts";
import { batchNorm } from "./batch_norm.ts";
import { dropout } from "./dropout.ts";
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
  /** `"batch"`: a batch normalization between each dense layer and its activation. */
  normalization?: "batch";
  /** Probability with which each output of a hidden layer is dropped in training; default 0. */
  dropout?: number;
  seed: number;
}

/**
 * A multi-layer perceptron [N, inputs] -> logits [N, outputs]. Hidden layer l is two layers,
 * `preactivation_l` (dense) and `activation_l`, so that both can be looked at; biases start at 0.
 */
export function mlp(options: MlpOptions): tf.LayersModel {
  const { inputs, hidden, outputs, activation, normalization, dropout: rate = 0, seed } = options;
  const input = tf.input({ shape: [inputs] });
  let y = input;
  hidden.forEach((units, index) => {
    const l = index + 1;
    y = tf.layers.dense({ units, name: `preactivation_${l}`, kernelInitializer: "zeros" })
      .apply(y) as tf.SymbolicTensor;
    if (normalization === "batch") y = batchNorm().apply(y) as tf.SymbolicTensor;
    y = activationLayer({ activation, name: `activation_${l}` }).apply(y) as tf.SymbolicTensor;
    if (rate > 0) y = dropout({ rate, seed: seedFor(seed, -l) }).apply(y) as tf.SymbolicTensor;
  });
  const logits = tf.layers.dense({ units: outputs, name: "logits", kernelInitializer: "zeros" })
    .apply(y) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: logits });
  drawMlpWeights(model, options);
  return model;
}

/** Draws the weights of a perceptron anew and sets its biases to 0. */
export function drawMlpWeights(
  model: tf.LayersModel,
  { gain, distribution, seed }: Pick<MlpOptions, "gain" | "distribution" | "seed">,
): void {
  denseLayers(model).forEach((layer, index) => {
    tf.tidy(() => {
      const [kernel, bias] = layer.getWeights();
      const shape = kernel.shape as [number, number];
      const variance = gain / shape[0];
      layer.setWeights([
        drawWeights(shape, { variance, distribution, seed: seedFor(seed, index) }),
        tf.zerosLike(bias),
      ]);
    });
  });
}

/** Draws the weights of a perceptron by initializers, one for each dense layer; biases too if asked. */
export function drawMlpFrom(
  model: tf.LayersModel,
  { kernel, bias, seed }: {
    /** Makes the initializer of a layer's weights. */
    kernel: (seed: number) => Initializer;
    /** Var(b) from the layer's fans, of a uniform distribution; default: biases are 0. */
    bias?: VarianceLaw;
    seed: number;
  },
): void {
  denseLayers(model).forEach((layer, index) => {
    tf.tidy(() => {
      const [{ shape }, { size }] = layer.getWeights();
      const variance = bias ? bias(fansOf(shape)) : 0;
      const draw = {
        variance,
        distribution: "uniform",
        seed: seedFor(seed, 2 * index + 1),
      } as const;
      layer.setWeights([
        kernel(seedFor(seed, 2 * index)).apply(shape) as tf.Tensor,
        drawWeights([1, size], draw).flatten(),
      ]);
    });
  });
}

/**
 * Gives each layer behind sigmoids the biases −½·ΣW, with which a net of sigmoids begins as the
 * same function as one of σ(u) − ½.
 */
export function beginCentred(model: tf.LayersModel): void {
  denseLayers(model).slice(1).forEach((layer) =>
    tf.tidy(() => {
      const [kernel] = layer.getWeights();
      layer.setWeights([kernel, kernel.sum(0).mul(-1 / 2)]);
    })
  );
}

/** The layers of a perceptron that have weights and biases, first to last. */
export function denseLayers(model: tf.LayersModel): tf.layers.Layer[] {
  return model.layers.filter((layer) => layer.getClassName() === "Dense");
}
