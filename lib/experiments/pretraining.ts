import { scaledDigits } from "../datasets/standardize.ts";
import { pytorchDefault, scaled } from "../initializers/initializers.ts";
import { autoencoder } from "../models/autoencoder.ts";
import { denseLayers, drawMlpFrom, mlp } from "../models/mlp.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { type LabelledRows, logisticReconstruction } from "../training/losses.ts";
import { adam } from "../training/optimizers.ts";
import { Trainer } from "../training/trainer.ts";
import { remember } from "./remember.ts";

/** Units of each hidden layer. */
export const pretrainedWidth = 100;

/** A deep net of sigmoids whose hidden layers are pre-trained one after the other. */
export interface PretrainingOptions {
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
 * already, make of the digits.
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
function pretrainEach({ depth, steps, seeds }: PretrainingOptions): PretrainedLayer[] {
  const digits = scaledDigits("raw").train;
  const nets = seeds.map((seed) => randomSigmoids(depth, seed));
  let codes = nets.map(() => digits.x as tf.Tensor);
  const layers: PretrainedLayer[] = [];
  for (let layer = 1; layer <= depth; layer++) {
    const coders = nets.map((net, k) => coderOf(net, { layer, seed: seeds[k] }));
    const data = codes.map((x) => ({ x, labels: digits.labels }));
    trainCoders(coders, data, { steps, seeds, before: (layer - 1) * steps, of: depth * steps });
    layers.push(...coders.map((coder, k) => describe(coder, codes[k])));
    codes = coders.map((coder, k) => codeOf(coder).predictOnBatch(codes[k]) as tf.Tensor);
    coders.forEach((coder) => coder.dispose());
  }
  nets.forEach((net) => net.dispose());
  return layers;
}

/** A deep net of sigmoids as they began before 2006: weights from U[−1/√n, 1/√n], biases 0. */
export function randomSigmoids(depth: number, seed: number): tf.LayersModel {
  const hidden = Array<number>(depth).fill(pretrainedWidth);
  const net = mlp({ inputs: 784, hidden, outputs: 10, activation: "sigmoid", gain: 1 / 3, seed });
  const kernel = (s: number) => scaled({ law: pytorchDefault, distribution: "uniform", seed: s });
  drawMlpFrom(net, { kernel, seed });
  return net;
}

/** The autoencoder whose encoder begins as a layer of the net; its outputs are logits. */
function coderOf(net: tf.LayersModel, { layer, seed }: { layer: number; seed: number }) {
  const begun = denseLayers(net)[layer - 1].getWeights();
  const [inputs, units] = begun[0].shape as [number, number];
  const coder = autoencoder({
    ...{ inputs, hidden: [units], activation: "sigmoid", gain: 1 / 3 },
    seed: seedFor(seed, -layer),
  });
  denseLayers(coder)[0].setWeights(begun);
  return coder;
}

function trainCoders(
  coders: readonly tf.LayersModel[],
  data: readonly LabelledRows[],
  { steps, seeds, ...progress }: {
    steps: number;
    seeds: readonly number[];
    before: number;
    of: number;
  },
): void {
  const how = { batchSize: 100, optimizer: adam, loss: logisticReconstruction };
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

function describe(coder: tf.LayersModel, x: tf.Tensor): PretrainedLayer {
  const decoded = (coder.predictOnBatch(x) as tf.Tensor).sigmoid();
  const variance = tf.moments(x, 0).variance.mean();
  const [kernel, bias] = coder.getWeights();
  const unexplained = decoded.sub(x).square().mean().div(variance);
  return {
    unexplained: tf.keep(unexplained),
    kernel: tf.keep(kernel.clone()),
    bias: tf.keep(bias.clone()),
  };
}
