import { glorot, scaled } from "../initializers/initializers.ts";
import { beginCentred, denseLayers, drawMlpFrom, drawMlpWeights } from "../models/mlp.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { tf } from "../tensorflow/tf.ts";
import { begunNet, type HiddenActivation, type PretrainedLayerRow } from "./pretraining.ts";

/** How a start is made. */
interface Recipe {
  activation: HiddenActivation;
  /** Whether the hidden layers are those of pre-training. */
  pretrained?: true;
  normalization?: "batch";
  /** What is done to the net then. */
  change?: (net: tf.LayersModel, given: { digits: tf.Tensor2D; seed: number }) => void;
}

/**
 * Ways in which a deep net of 100 units a layer can begin; sigmoids where nothing else is said.
 *
 * - `random`: weights from U[−1/√n, 1/√n]
 * - `gain 16`: n·Var(W) = 16, which the slope ¼ asks for, and biases −½·ΣW
 * - `pre-trained`: layer by layer, from `random`
 * - `shuffled`: the same, the entries of each weight matrix, and the biases, in another order
 * - `centred`: biases with which each unit's pre-activations have mean 0
 * - `sd 1`: centred, and each layer's weights multiplied by the number with which its pre-activations
 *   have a standard deviation of 1 between digits
 * - `faint`: so with the standard deviations of random nets, 0.144ˡ in layer l
 * - `BN`: random, with a batch normalization before each activation
 */
const recipes = {
  "random": { activation: "sigmoid" },
  "Glorot": {
    activation: "sigmoid",
    change: (net, { seed }) =>
      drawMlpFrom(net, { kernel: (s) => scaled({ law: glorot, seed: s }), seed }),
  },
  "gain 16": {
    activation: "sigmoid",
    change: (net, { seed }) => {
      drawMlpWeights(net, { gain: 16, seed });
      beginCentred(net);
    },
  },
  "pre-trained": { activation: "sigmoid", pretrained: true },
  "shuffled": {
    ...{ activation: "sigmoid", pretrained: true },
    change: (net, { seed }) => shuffleWeights(net, seed),
  },
  "shuffled, centred": {
    ...{ activation: "sigmoid", pretrained: true },
    change: (net, { digits, seed }) => {
      shuffleWeights(net, seed);
      scaleSignals(net, { digits });
    },
  },
  "shuffled, sd 1": {
    ...{ activation: "sigmoid", pretrained: true },
    change: (net, { digits, seed }) => {
      shuffleWeights(net, seed);
      scaleSignals(net, { digits, sd: () => 1 });
    },
  },
  "pre-trained, sd 1": {
    ...{ activation: "sigmoid", pretrained: true },
    change: (net, { digits }) => scaleSignals(net, { digits, sd: () => 1 }),
  },
  "pre-trained, faint": {
    ...{ activation: "sigmoid", pretrained: true },
    change: (net, { digits }) => scaleSignals(net, { digits, sd: (l) => 0.144 ** l }),
  },
  "tanh, Glorot": { activation: "tanh" },
  "tanh, pre-trained": { activation: "tanh", pretrained: true },
  "ReLU, He": { activation: "relu" },
  "ReLU, pre-trained": { activation: "relu", pretrained: true },
  "sigmoid, BN": { activation: "sigmoid", normalization: "batch" },
  "ReLU, BN": { activation: "relu", normalization: "batch" },
} satisfies Record<string, Recipe>;

/** Name of a way to begin. */
export type PretrainingStart = keyof typeof recipes;

/** All of them, in the order in which they are shown. */
export const pretrainingStarts = Object.keys(recipes) as PretrainingStart[];

/** The activation of the nets that must be pre-trained for a start; none if it needs none. */
export function pretrainedActivation(start: PretrainingStart): HiddenActivation | undefined {
  const { activation, pretrained }: Recipe = recipes[start];
  return pretrained && activation;
}

/** What a net is made from. */
export interface StartedNetOptions {
  start: PretrainingStart;
  depth: number;
  /** Digits [N, 784] on which biases are centred and signals scaled. */
  digits: tf.Tensor2D;
  /** The pre-trained layers of this seed, first to last, if the start needs them. */
  layers: readonly PretrainedLayerRow[];
  seed: number;
}

/** A net that begins so; call inside tf.tidy. */
export function startedNet(
  { start, depth, digits, layers, seed }: StartedNetOptions,
): tf.LayersModel {
  const { pretrained, change, ...kind }: Recipe = recipes[start];
  const net = begunNet({ ...kind, depth, seed });
  if (pretrained) setHiddenLayers(net, layers);
  change?.(net, { digits, seed });
  return net;
}

function setHiddenLayers(net: tf.LayersModel, layers: readonly PretrainedLayerRow[]): void {
  hiddenLayers(net).forEach((layer, k) => {
    const [kernel] = layer.getWeights();
    layer.setWeights([tf.tensor(layers[k].kernel, kernel.shape), tf.tensor1d(layers[k].bias)]);
  });
}

/** Puts the weights of each hidden layer, and its biases, in another order. */
export function shuffleWeights(net: tf.LayersModel, seed: number): void {
  hiddenLayers(net).forEach((layer, k) => {
    const order = (count: number, index: number) =>
      tf.tensor1d(Int32Array.from(shuffledIndices(count, seedFor(seed, index))), "int32");
    layer.setWeights(
      layer.getWeights().map((values, which) =>
        values.flatten().gather(order(values.size, 2 * k + which)).reshape(values.shape)
      ),
    );
  });
}

/**
 * Gives the units of a net of sigmoids, from the first layer on, the biases with which their
 * pre-activations have mean 0 over the digits; and multiplies the weights of layer l by the number with
 * which these have the standard deviation `sd(l)`, if it is given.
 */
export function scaleSignals(
  net: tf.LayersModel,
  { digits, sd }: { digits: tf.Tensor2D; sd?: (layer: number) => number },
): void {
  let x = digits;
  hiddenLayers(net).forEach((layer, k) => {
    const [kernel] = layer.getWeights() as [tf.Tensor2D];
    const factor = sd ? tf.scalar(sd(k + 1)).div(spread(x.matMul(kernel))) : tf.scalar(1);
    const weights = kernel.mul(factor) as tf.Tensor2D;
    const u = x.matMul(weights);
    layer.setWeights([weights, u.mean(0).neg()]);
    x = u.sub(u.mean(0)).sigmoid() as tf.Tensor2D;
  });
}

/** Root of the variance between examples [N, units], averaged over the units: a scalar. */
export function spread(u: tf.Tensor): tf.Tensor {
  return tf.moments(u, 0).variance.mean().sqrt();
}

/** The hidden layers' dense layers. */
function hiddenLayers(net: tf.LayersModel): tf.layers.Layer[] {
  return denseLayers(net).slice(0, -1);
}
