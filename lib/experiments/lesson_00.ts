/**
 * The runs that lesson 00 shows and its claims judge.
 *
 * @module
 */
import { mlp } from "../models/mlp.ts";
import { compile } from "../tensorflow/compile/compile.ts";
import { read } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { preset } from "./scale.ts";
import { learningByGain, type LearningByGainRow } from "./learning_by_gain.ts";

const seeds = [1, 2, 3, 4, 5];

/** Sigmoid nets on the digits that differ only in their number of hidden layers. */
export function netsOfDepth(hiddenLayers: number): Promise<LearningByGainRow[]> {
  return learningByGain({
    ...{ activation: "sigmoid", gains: [1], hiddenLayers, learningRate: 0.5 },
    ...{ seeds, steps: 200 },
  });
}

/** Steps of the longer trainings. */
const longerSteps = () => preset({ tiny: 400, laptop: 600, gpu: 600 });

/** The nets of eight hidden layers, trained three times as long. */
export function deepAndLonger(): Promise<LearningByGainRow[]> {
  return learningByGain({
    ...{ activation: "sigmoid", gains: [1], hiddenLayers: 8, learningRate: 0.5 },
    ...{ seeds, steps: longerSteps() },
  });
}

/** The same with another update rule, Adam. */
export function deepWithAdam(): Promise<LearningByGainRow[]> {
  return learningByGain({
    ...{ activation: "sigmoid", gains: [1], hiddenLayers: 8, learningRate: 0.003 },
    ...{ optimizer: "adam", seeds, steps: longerSteps() },
  });
}

/**
 * The largest difference between the weights of a net after some steps of gradient descent as
 * TensorFlow.js takes them and as one compiled graph, over the largest weight.
 */
export async function compiledDifference({ steps }: { steps: number }): Promise<number> {
  const difference = tf.tidy(() => {
    const [eager, compiled] = [false, true].map((graph) => trainedWeights(steps, graph));
    const gaps = eager.map((weights, k) => weights.sub(compiled[k]).abs().max());
    const largest = eager.map((weights) => weights.abs().max());
    return tf.stack(gaps).max().div(tf.stack(largest).max());
  });
  const [value] = await read(difference);
  difference.dispose();
  return value;
}

function trainedWeights(steps: number, graph: boolean): tf.Tensor[] {
  const model = mlp({
    ...{ inputs: 784, hidden: [100, 100], outputs: 10 },
    ...{ activation: "tanh", gain: 1, seed: 1 },
  });
  const x = tf.randomNormal([100, 784], 0, 1, "float32", 1);
  const labels = tf.range(0, 100, 1, "int32").mod(tf.scalar(10, "int32")) as tf.Tensor1D;
  const optimizer = tf.train.sgd(0.1);
  const step = () =>
    optimizer.minimize(() => crossEntropy(model.apply(x) as tf.Tensor2D, labels), true)!;
  const run = graph ? compile(step) : undefined;
  for (let k = 0; k < steps; k++) (run ?? step)().dispose();
  const weights = model.getWeights().map((one) => one.clone());
  run?.dispose();
  optimizer.dispose();
  model.dispose();
  return weights;
}
