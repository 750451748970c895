import { scaledDigits } from "../datasets/standardize.ts";
import { glorot, he, pytorchDefault, scaled } from "../initializers/initializers.ts";
import { autoencoder } from "../models/autoencoder.ts";
import { denseLayers, drawMlpFrom, mlp } from "../models/mlp.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { type LabelledRows, logisticReconstruction, reconstruction } from "../training/losses.ts";
import { adam } from "../training/optimizers.ts";
import { Trainer } from "../training/trainer.ts";
import { remember } from "./remember.ts";

/** Activation of the hidden layers. */
export type HiddenActivation = "sigmoid" | "tanh" | "relu";

/** A deep net whose hidden layers are pre-trained one after the other. */
export interface PretrainingOptions {
  activation: HiddenActivation;
  /** Number of hidden layers. */
  depth: number;
  /** Steps of Adam for each layer. */
  steps: number;
  seeds: readonly number[];
}

/** What pre-training made of one layer. */
export interface PretrainedLayerRow {
  seed: number;
  /** From 1 on. */
  layer: number;
  /** Mean squared error of the layer's autoencoder over the variance of its inputs. */
  unexplained: number;
  /** Weights [inputs · units] and biases [units] of the layer. */
  kernel: Float32Array;
  bias: Float32Array;
}

/**
 * Greedy layer-wise pre-training (Bengio et al. 2007): each hidden layer, from the first on, learns
 * to be the encoder of an autoencoder of its own inputs, which are what the layers before it, done
 * already, make of the digits. Behind sigmoids the loss is the cross-entropy of values from 0 to 1,
 * behind others the squared error.
 */
export const pretrainedLayers = remember(pretrain);

async function pretrain(options: PretrainingOptions): Promise<PretrainedLayerRow[]> {
  const { seeds } = options;
  let layers: PretrainedLayer[] = [];
  tf.tidy(() => void (layers = pretrainEach(options)));
  const rows = layers.map(async ({ unexplained, kernel, bias }, k) => ({
    ...{ seed: seeds[k % seeds.length], layer: 1 + Math.floor(k / seeds.length) },
    unexplained: (await take(unexplained))[0],
    kernel: Float32Array.from(await take(kernel)),
    bias: Float32Array.from(await take(bias)),
  }));
  return await Promise.all(rows);
}

/** The same while its values are on the device. */
interface PretrainedLayer {
  unexplained: tf.Tensor;
  kernel: tf.Tensor;
  bias: tf.Tensor;
}

/** All nets' first layers, all their second layers, … */
function pretrainEach(options: PretrainingOptions): PretrainedLayer[] {
  const { activation, depth, steps, seeds } = options;
  const digits = scaledDigits("raw").train;
  const nets = seeds.map((seed) => begunNet({ activation, depth, seed }));
  let codes = nets.map(() => digits.x as tf.Tensor);
  const layers: PretrainedLayer[] = [];
  for (let layer = 1; layer <= depth; layer++) {
    const coders = nets.map((net, k) => coderOf(net, { activation, layer, seed: seeds[k] }));
    const data = codes.map((x) => ({ x, labels: digits.labels }));
    const progress = { before: (layer - 1) * steps, of: depth * steps };
    trainCoders(coders, data, { activation, steps, seeds, ...progress });
    layers.push(...coders.map((coder, k) => describe(coder, { x: codes[k], activation })));
    codes = coders.map((coder, k) => codeOf(coder).predictOnBatch(codes[k]) as tf.Tensor);
    coders.forEach((coder) => coder.dispose());
  }
  nets.forEach((net) => net.dispose());
  return layers;
}

/**
 * A deep net as it begins: sigmoids as before 2006, with weights from U[−1/√n, 1/√n], tanh with
 * Glorot's weights, ReLU with He's; biases 0.
 */
export function begunNet(
  { activation, normalization, depth, seed }: {
    activation: HiddenActivation;
    normalization?: "batch";
    depth: number;
    seed: number;
  },
): tf.LayersModel {
  const hidden = Array<number>(depth).fill(100);
  const shape = { inputs: 784, hidden, outputs: 10 };
  const net = mlp({ ...shape, activation, normalization, gain: 1, seed });
  const laws = { sigmoid: pytorchDefault, tanh: glorot, relu: he };
  const distribution = activation === "sigmoid" ? "uniform" : "normal";
  const kernel = (s: number) => scaled({ law: laws[activation], distribution, seed: s });
  drawMlpFrom(net, { kernel, seed });
  return net;
}

/** The autoencoder whose encoder begins as a layer of the net; behind sigmoids its outputs are logits. */
function coderOf(
  net: tf.LayersModel,
  { activation, layer, seed }: { activation: HiddenActivation; layer: number; seed: number },
): tf.LayersModel {
  const begun = denseLayers(net)[layer - 1].getWeights();
  const [inputs, units] = begun[0].shape as [number, number];
  const coder = autoencoder({
    ...{ inputs, hidden: [units], activation, gain: activation === "sigmoid" ? 1 / 3 : 1 },
    seed: seedFor(seed, -layer),
  });
  denseLayers(coder)[0].setWeights(begun);
  return coder;
}

function trainCoders(
  coders: readonly tf.LayersModel[],
  data: readonly LabelledRows[],
  { activation, steps, seeds, ...progress }: {
    activation: HiddenActivation;
    steps: number;
    seeds: readonly number[];
    before: number;
    of: number;
  },
): void {
  const loss = activation === "sigmoid" ? logisticReconstruction : reconstruction;
  const how = { batchSize: 100, optimizer: adam, loss };
  const trainer = new Trainer(coders, data, { ...how, compile: { expectedSteps: steps } });
  const title = `pre-training ${coders.length} nets, layer by layer`;
  const run = { steps, learningRate: 0.003, seeds, progress: { title, ...progress } };
  trainer.run(run).forEach((history) => history.dispose());
  trainer.dispose();
}

function codeOf(coder: tf.LayersModel): tf.LayersModel {
  const code = coder.getLayer("activation_1").output as tf.SymbolicTensor;
  return tf.model({ inputs: coder.inputs, outputs: code });
}

function describe(
  coder: tf.LayersModel,
  { x, activation }: { x: tf.Tensor; activation: HiddenActivation },
): PretrainedLayer {
  const outputs = coder.predictOnBatch(x) as tf.Tensor;
  const decoded = activation === "sigmoid" ? outputs.sigmoid() : outputs;
  const variance = tf.moments(x, 0).variance.mean();
  const [kernel, bias] = coder.getWeights();
  const unexplained = decoded.sub(x).square().mean().div(variance);
  return {
    unexplained: tf.keep(unexplained),
    kernel: tf.keep(kernel.clone()),
    bias: tf.keep(bias.clone()),
  };
}
