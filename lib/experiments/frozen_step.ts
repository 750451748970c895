import { batchNormLayer, type BatchNormMode } from "../normalization/batch_norm_layer.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { mean } from "../statistics/moments.ts";
import { tf } from "../tensorflow/tf.ts";
import { studyRows } from "./study_record.ts";

/** One training step of a batch normalization. */
export interface FrozenStep {
  /** Outputs in the step [15]. */
  y: number[];
  /** Gradient of the loss by the inputs [15]. */
  dx: number[];
  /** The four tensors after the step [3]. */
  gamma: number[];
  beta: number[];
  mean: number[];
  variance: number[];
}

const stepNames = ["y", "dx", "gamma", "beta", "mean", "variance"] as const;

/** A step that a framework did. */
export interface FrameworkStep extends FrozenStep {
  framework: string;
  call: string;
}

/** Inputs [5, 3]. */
const x = [
  [1.5, -2.0, 0.3],
  [0.2, 4.1, -1.1],
  [-0.7, 1.3, 2.2],
  [3.1, 0.4, 0.9],
  [0.6, -0.5, 1.7],
];
/** The loss is the sum of the outputs times these [5, 3]. */
const weights = [
  [0.3, -1.2, 0.8],
  [1.1, 0.4, -0.5],
  [-0.6, 0.9, 1.4],
  [0.2, -0.7, -1.3],
  [-1.5, 0.1, 0.6],
];
/** The four tensors before the step. */
const before = {
  gamma: [1.5, 0.5, -0.8],
  beta: [0.1, -0.2, 0.4],
  mean: [0.5, 1.0, -0.3],
  variance: [2.0, 0.7, 1.3],
};
const numbers = { epsilon: 1e-3, momentum: 0.9 };
const learningRate = 0.1;

/** The numbers of the step: inputs, what the outputs are weighted by, and the four tensors before. */
export const stepNumbers = { x, weights, before, ...numbers, learningRate };

/** The committed record of tools/frozen_frameworks.py. */
export function frameworkSteps(): FrameworkStep[] {
  return studyRows<FrameworkStep>("11_frozen_frameworks");
}

/** The same step with our layer; PyTorch's running variance averages unbiased variances. */
export function ourStep(mode: BatchNormMode, { unbiased = false } = {}): Promise<FrozenStep> {
  return stepOf(batchNormLayer({ ...numbers, unbiased, mode }));
}

/** The same step with TensorFlow.js' own layer, trainable or not. */
export function tensorflowJsStep(trainable: boolean): Promise<FrozenStep> {
  return stepOf(tf.layers.batchNormalization(numbers), trainable);
}

async function stepOf(layer: tf.layers.Layer, trainable = true): Promise<FrozenStep> {
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3] }), layer] });
  layer.setWeights(
    [before.gamma, before.beta, before.mean, before.variance].map((v) => tf.tensor1d(v)),
  );
  layer.trainable = trainable;
  const input = tf.variable(tf.tensor2d(x));
  const step = tf.tidy(() => {
    const trained = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
    let y!: tf.Tensor;
    const { grads } = tf.variableGrads(() => {
      y = tf.keep(model.apply(input, { training: true }) as tf.Tensor);
      return y.mul(tf.tensor2d(weights)).sum().asScalar();
    }, [...trained, input]);
    for (const variable of trained) {
      variable.assign(variable.sub(grads[variable.name].mul(learningRate)));
    }
    const [gamma, beta, mean, variance] = layer.getWeights();
    return { y, dx: grads[input.name], gamma, beta, mean, variance };
  });
  const found = await Promise.all(
    stepNames.map(async (name) => [name, [...await step[name].data()]]),
  );
  tf.dispose([step.y, step.dx, input]);
  model.dispose();
  return Object.fromEntries(found);
}

/** What a step shows: which statistics normalized, and which of the four tensors moved. */
export interface SeenMode {
  "normalizes by": "batch" | "running" | "neither";
  "running mean": string;
  "running variance": string;
  γ: string;
  β: string;
}

/** Reads off the numbers of a step what the layer did. */
export function seenMode(step: FrozenStep): SeenMode {
  const isClose = (a: readonly number[], b: readonly number[]) =>
    a.every((value, k) => Math.abs(value - b[k]) < 1e-4);
  const normalized = (mean: number[], variance: number[]) =>
    x.flatMap((row) =>
      row.map((value, c) =>
        (value - mean[c]) / Math.sqrt(variance[c] + numbers.epsilon) * before.gamma[c] +
        before.beta[c]
      )
    );
  const columns = [0, 1, 2].map((c) => x.map((row) => row[c]));
  const means = columns.map(mean);
  const variances = columns.map((column, c) => mean(column.map((v) => (v - means[c]) ** 2)));
  const by = isClose(step.y, normalized(means, variances))
    ? "batch"
    : isClose(step.y, normalized(before.mean, before.variance))
    ? "running"
    : "neither";
  const moved = (name: keyof typeof before) =>
    isClose(step[name], before[name]) ? "stays" : "moves";
  return {
    "normalizes by": by,
    "running mean": moved("mean"),
    "running variance": moved("variance"),
    γ: moved("gamma"),
    β: moved("beta"),
  };
}

/** The largest difference between two steps, in any of their numbers. */
export function stepDifference(one: FrozenStep, other: FrozenStep): number {
  return Math.max(
    ...stepNames.flatMap((name) => one[name].map((value, k) => Math.abs(value - other[name][k]))),
  );
}

/** Each measured framework beside our layer in the mode that bears its name. */
export async function frameworksBesideOurs(): Promise<
  { framework: string; call: string; difference: number }[]
> {
  return await Promise.all(
    frameworkSteps().map(async (step) => {
      const { framework, call } = step;
      // Without the last number of the version, and without what stands in brackets.
      const product = framework.replace(/ \(.*\)|\.\d+$/g, "");
      const mode = frozenAs[`${product}: ${call}` as keyof typeof frozenAs];
      const ours = await ourStep(mode, { unbiased: /PyTorch|fast.ai/.test(product) });
      return { framework, call, difference: stepDifference(step, ours) };
    }),
  );
}
