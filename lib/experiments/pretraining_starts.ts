import { match } from "ts-pattern";
import { glorot, scaled } from "../initializers/initializers.ts";
import { denseLayers, drawMlpFrom, mlp } from "../models/mlp.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { tf } from "../tensorflow/tf.ts";
import { type PretrainedLayerRow, pretrainedWidth, randomSigmoids } from "./pretraining.ts";

/**
 * How a deep net of 100 units a layer begins. Nets of sigmoids:
 * - `random`: weights from U[−1/√n, 1/√n];
 * - `Glorot`;
 * - `pre-trained`: layer by layer, from `random`;
 * - `shuffled`: the same, with the entries of each weight matrix, and the biases, in another order;
 * - `centred`: shuffled, and biases with which each unit's pre-activations have mean 0;
 * - `matched`: centred, and each layer's weights multiplied by the number with which its
 *   pre-activations vary as much between examples as in the pre-trained net.
 *
 * And nets that need no pre-training: `tanh, Glorot`; `ReLU, He`; `sigmoid, BN` and `ReLU, BN` with a
 * batch normalization before each activation.
 */
export type PretrainingStart =
  | SigmoidStart
  | "tanh, Glorot"
  | "ReLU, He"
  | "sigmoid, BN"
  | "ReLU, BN";

/** Starts of plain nets of sigmoids. */
export type SigmoidStart =
  | "random"
  | "Glorot"
  | "pre-trained"
  | "shuffled"
  | "centred"
  | "matched";

/** All starts, in the order in which they are shown. */
export const pretrainingStarts: readonly PretrainingStart[] = [
  ...["random", "Glorot", "pre-trained", "shuffled", "centred", "matched"] as const,
  ...["tanh, Glorot", "ReLU, He", "sigmoid, BN", "ReLU, BN"] as const,
];

/** Whether a start is made from the weights of pre-training. */
export function needsPretraining(start: PretrainingStart): boolean {
  return ["pre-trained", "shuffled", "centred", "matched"].includes(start);
}

/** What a net is made from. */
export interface StartedNetOptions {
  start: PretrainingStart;
  depth: number;
  /** Digits [N, 784] on which biases are centred and scales matched. */
  digits: tf.Tensor2D;
  /** The pre-trained layers of this seed, first to last, if the start needs them. */
  layers: readonly PretrainedLayerRow[];
  seed: number;
}

/** A net that begins so; call inside tf.tidy. */
export function startedNet({ start, depth, digits, layers, seed }: StartedNetOptions) {
  const hidden = Array<number>(depth).fill(pretrainedWidth);
  const shape = { inputs: 784, hidden, outputs: 10, seed };
  const pretrained = (control?: Control) => {
    const net = randomSigmoids(depth, seed);
    setHiddenLayers(net, layers);
    if (control) shuffleWeights(net, { control, digits, seed });
    return net;
  };
  return match(start)
    .with("random", () => randomSigmoids(depth, seed))
    .with("Glorot", () => withGlorot(mlp({ ...shape, activation: "sigmoid", gain: 1 }), seed))
    .with("pre-trained", () => pretrained())
    .with("shuffled", "centred", "matched", (control) => pretrained(control))
    .with("tanh, Glorot", () => withGlorot(mlp({ ...shape, activation: "tanh", gain: 1 }), seed))
    .with("ReLU, He", () => mlp({ ...shape, activation: "relu", gain: 2 }))
    .with(
      "sigmoid, BN",
      () => mlp({ ...shape, activation: "sigmoid", gain: 1, normalization: "batch" }),
    )
    .with("ReLU, BN", () => mlp({ ...shape, activation: "relu", gain: 2, normalization: "batch" }))
    .exhaustive();
}

function withGlorot(net: tf.LayersModel, seed: number): tf.LayersModel {
  drawMlpFrom(net, { kernel: (s) => scaled({ law: glorot, seed: s }), seed });
  return net;
}

function setHiddenLayers(net: tf.LayersModel, layers: readonly PretrainedLayerRow[]): void {
  denseLayers(net).slice(0, -1).forEach((layer, k) => {
    const [kernel] = layer.getWeights();
    layer.setWeights([tf.tensor(layers[k].kernel, kernel.shape), tf.tensor1d(layers[k].bias)]);
  });
}

/** What is kept of a net whose weights are shuffled. */
type Control = "shuffled" | "centred" | "matched";

/** Takes the structure from each hidden layer of a net of sigmoids, and keeps what the control says. */
export function shuffleWeights(
  net: tf.LayersModel,
  { control, digits, seed }: { control: Control; digits: tf.Tensor2D; seed: number },
): void {
  let [own, other] = [digits, digits];
  denseLayers(net).slice(0, -1).forEach((layer, k) => {
    const [kernel, bias] = layer.getWeights() as [tf.Tensor2D, tf.Tensor1D];
    const wanted = own.matMul(kernel);
    let weights = shuffled(kernel, seedFor(seed, 2 * k)) as tf.Tensor2D;
    if (control === "matched") {
      weights = weights.mul(spread(wanted).div(spread(other.matMul(weights))));
    }
    const mean = other.matMul(weights).mean(0);
    const biases = control === "shuffled" ? shuffled(bias, seedFor(seed, 2 * k + 1)) : mean.neg();
    own = wanted.add(bias).sigmoid() as tf.Tensor2D;
    layer.setWeights([weights, biases]);
    other = other.matMul(weights).add(biases).sigmoid() as tf.Tensor2D;
  });
}

/** The same numbers in another order. */
function shuffled(values: tf.Tensor, seed: number): tf.Tensor {
  const order = tf.tensor1d(Int32Array.from(shuffledIndices(values.size, seed)), "int32");
  return values.flatten().gather(order).reshape(values.shape);
}

/** Root of the variance between examples [N, units], averaged over the units: a scalar. */
export function spread(x: tf.Tensor): tf.Tensor {
  return tf.moments(x, 0).variance.mean().sqrt();
}
