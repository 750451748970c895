/**
 * The nets of the bench in TensorFlow.js, op by op as its layers do it, with the weights of
 * problem.ts.
 * @module
 */
import { tf } from "../../../lib/tensorflow/tf.ts";
import {
  type AutoencoderParams,
  autoencoderSizes,
  bnEpsilon,
  bnMomentum,
  type ConvParams,
  convWeights,
  type DenseParams,
  denseSizes,
  denseWeights,
  inputStream,
  labels,
  labelStream,
  type ResnetParams,
  seedStreams,
  spread,
  uniform,
  valuesOfCheck,
  type VarianceParams,
} from "./problem.ts";

/** A net with its data, ready to train. */
export interface Net {
  /** The mean loss of the batch (a scalar); it updates running statistics. */
  loss(): tf.Scalar;
  optimizer: tf.Optimizer;
  norms: BatchNorm[];
  /** What dispose() must give back, besides the optimizer. */
  tensors: tf.Tensor[];
}

/** Batch normalization in training mode: with the batch's statistics, which it averages too. */
export class BatchNorm {
  readonly scale: tf.Variable;
  readonly offset: tf.Variable;
  readonly mean: tf.Variable;
  readonly variance: tf.Variable;

  constructor(features: number) {
    this.scale = tf.variable(tf.ones([features]));
    this.offset = tf.variable(tf.zeros([features]));
    this.mean = tf.variable(tf.zeros([features]), false);
    this.variance = tf.variable(tf.ones([features]), false);
  }

  /** [..., features] -> [..., features]. */
  apply<T extends tf.Tensor>(x: T): T {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const { mean, variance } = tf.moments(x, axes);
    const count = x.size / x.shape.at(-1)!;
    blend(this.mean, mean);
    // The running variance is the one without bias, as PyTorch and the fused kernels have it.
    blend(this.variance, variance.mul(count / (count - 1)));
    return tf.batchNorm(
      x as tf.Tensor,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      this.offset as tf.Tensor as tf.Tensor1D,
      this.scale as tf.Tensor as tf.Tensor1D,
      bnEpsilon,
    ) as T;
  }

  get variables(): tf.Variable[] {
    return [this.scale, this.offset, this.mean, this.variance];
  }
}

/** running ← momentum·running + (1 − momentum)·now */
export function blend(running: tf.Variable, now: tf.Tensor): void {
  running.assign(tf.tidy(() => running.mul(bnMomentum).add(now.mul(1 - bnMomentum))));
}

/** A linear layer [N, inputs] -> [N, outputs]. */
class Dense {
  readonly w: tf.Variable;
  readonly b: tf.Variable;

  constructor(inputs: number, outputs: number, stream: number) {
    this.w = tf.variable(tf.tensor(denseWeights(inputs, outputs, stream), [inputs, outputs]));
    this.b = tf.variable(tf.zeros([outputs]));
  }

  apply(x: tf.Tensor): tf.Tensor2D {
    return x.matMul(this.w).add(this.b) as tf.Tensor2D;
  }
}

/** Net number `seed` of `dense_bn`. */
function denseBn(params: DenseParams, seed: number, Norm = BatchNorm): Net {
  const { batch, inputs, outputs, depth, width, rate } = params;
  const stream = seedStreams * seed;
  const sizes = denseSizes(params);
  const layers = sizes.slice(1).map((size, l) => new Dense(sizes[l], size, stream + l + 1));
  const norms = Array.from({ length: depth }, () => new Norm(width));
  const x = tf.tensor(spread(batch * inputs, stream + inputStream, 1), [batch, inputs]);
  const y = oneHot(batch, outputs, stream + labelStream);
  return {
    loss: () => {
      const h = norms.reduce((h, norm, l) => norm.apply(tf.sigmoid(layers[l].apply(h))), x);
      return crossEntropy(layers[depth].apply(h), y);
    },
    optimizer: tf.train.sgd(rate),
    norms,
    tensors: [x, y, ...weights(layers), ...norms.flatMap((norm) => norm.variables)],
  };
}

/** The nets of `dense_bn`, one for each seed. */
export function denseNets(params: DenseParams, Norm = BatchNorm): Net[] {
  return Array.from({ length: params.seeds }, (_, seed) => denseBn(params, seed, Norm));
}

/** The mean losses of the first steps, and what these did to the running statistics. */
export async function checkedValues(losses: readonly number[], nets: Net[]): Promise<number[]> {
  const norms = nets.flatMap((net) => net.norms);
  if (norms.length === 0) return [...losses];
  const read = async (variables: tf.Variable[]) =>
    (await Promise.all(variables.map((v) => v.data()))).flatMap((values) => [...values]);
  const means = await read(norms.map((norm) => norm.mean));
  return valuesOfCheck(losses, {
    means,
    variances: await read(norms.map((norm) => norm.variance)),
  });
}

/** Gives back the memory of nets. */
export function disposeNets(nets: Net[]): void {
  for (const { tensors, optimizer } of nets) {
    tf.dispose(tensors);
    optimizer.dispose();
  }
}

/** `variance_forward`: the variance of each layer's pre-activations [depth]. */
export function varianceNet({ width, depth, batch }: VarianceParams) {
  const x = tf.tensor2d(spread(batch * width, inputStream, 1), [batch, width]);
  const deviation = Math.sqrt(2 / width);
  const weights = Array.from(
    { length: depth },
    (_, l) => tf.tensor2d(spread(width * width, l + 1, deviation), [width, width]),
  );
  const variances = (): tf.Tensor => {
    let h = x;
    return tf.stack(weights.map((w) => {
      const z = h.matMul(w) as tf.Tensor2D;
      h = tf.relu(z);
      return tf.moments(z).variance;
    }));
  };
  return { variances, tensors: [x, ...weights] };
}

/** `conv_bn`, with a batch normalization of one's own. */
export function convBn(params: ConvParams, Norm = BatchNorm): Net {
  const { depth, filters, outputs, rate } = params;
  const kernels = Array.from(
    { length: depth },
    (_, l) => convKernel(l === 0 ? 3 : filters, filters, l + 1),
  );
  const norms = kernels.map(() => new Norm(filters));
  const head = new Dense(filters, outputs, depth + 1);
  const { x, y } = images(params);
  return {
    loss: () => {
      const h = kernels.reduce((h, w, l) => tf.relu(norms[l].apply(convolve(h, w))), x);
      return crossEntropy(head.apply(tf.mean(h, [1, 2])), y);
    },
    optimizer: tf.train.sgd(rate),
    norms,
    tensors: [x, y, ...kernels, ...weights([head]), ...norms.flatMap((norm) => norm.variables)],
  };
}

/** `resnet`: He et al. (2015) for CIFAR, with shortcuts without weights (option A). */
export function resnet(params: ResnetParams, Norm = BatchNorm): Net {
  const kernels = resnetKernels(params);
  const norms = kernels.map((kernel) => new Norm(kernel.shape[3]!));
  const head = new Dense(4 * params.filters, params.outputs, kernels.length + 1);
  const { x, y } = images(params);
  const layer = (h: tf.Tensor4D, l: number, stride = 1) =>
    norms[l].apply(convolve(h, kernels[l], stride));
  const block = (h: tf.Tensor4D, l: number) => {
    const added = (kernels[l].shape[3]! - h.shape[3]) / 2;
    const inside = tf.relu(layer(h, l, added ? 2 : 1));
    return tf.relu(layer(inside, l + 1).add(added ? shrunk(h, added) : h)) as tf.Tensor4D;
  };
  return {
    loss: () => {
      let h = tf.relu(layer(x, 0));
      for (let l = 1; l < kernels.length; l += 2) h = block(h, l);
      return crossEntropy(head.apply(tf.mean(h, [1, 2])), y);
    },
    optimizer: tf.train.momentum(params.rate, params.momentum),
    norms,
    tensors: [x, y, ...kernels, ...weights([head]), ...norms.flatMap((norm) => norm.variables)],
  };
}

/** Every second row and column, and `added` channels of zeros before and after. */
function shrunk(x: tf.Tensor4D, added: number): tf.Tensor4D {
  // Pooling over single pixels: tf.stridedSlice has no gradient.
  const half = tf.avgPool(x, 1, 2, "valid");
  return tf.pad(half, [[0, 0], [0, 0], [0, 0], [added, added]]);
}

function resnetKernels({ filters, blocks }: ResnetParams): tf.Variable[] {
  const kernels = [convKernel(3, filters, 1)];
  let channels = filters;
  for (const outputs of [1, 2, 4].flatMap((k) => Array<number>(blocks).fill(k * filters))) {
    kernels.push(convKernel(channels, outputs, kernels.length + 1));
    kernels.push(convKernel(outputs, outputs, kernels.length + 1));
    channels = outputs;
  }
  return kernels;
}

/** `autoencoder`. */
export function autoencoder(params: AutoencoderParams): Net {
  const { batch, inputs, rate } = params;
  const sizes = autoencoderSizes(params);
  const layers = sizes.slice(1).map((size, l) => new Dense(sizes[l], size, l + 1));
  const x = tf.tensor(Float32Array.from(uniform(batch * inputs, inputStream)), [batch, inputs]);
  return {
    loss: () => {
      const h = layers.slice(0, -1).reduce((h, layer) => tf.relu(layer.apply(h)), x);
      return tf.mean(tf.square(tf.sigmoid(layers.at(-1)!.apply(h)).sub(x)));
    },
    optimizer: tf.train.adam(rate, 0.9, 0.999, 1e-8),
    norms: [],
    tensors: [x, ...weights(layers)],
  };
}

function convKernel(inputs: number, outputs: number, stream: number): tf.Variable {
  return tf.variable(tf.tensor(convWeights(inputs, outputs, stream), [3, 3, inputs, outputs]));
}

/** Padding 1 on every side, whatever the stride. */
function convolve(x: tf.Tensor4D, kernel: tf.Variable, stride = 1): tf.Tensor4D {
  const w = kernel as tf.Tensor as tf.Tensor4D;
  if (stride === 1) return tf.conv2d(x, w, 1, "same");
  // tfjs-node refuses explicit padding, and "same" would pad one side only.
  return tf.conv2d(tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), w, stride, "valid");
}

function images({ batch, size, outputs }: ConvParams | ResnetParams) {
  const x = tf.tensor4d(spread(batch * size * size * 3, inputStream, 1), [batch, size, size, 3]);
  return { x, y: oneHot(batch, outputs, labelStream) };
}

function oneHot(batch: number, classes: number, stream: number): tf.Tensor {
  return tf.tidy(() => tf.oneHot(tf.tensor1d(labels(batch, classes, stream), "int32"), classes));
}

function crossEntropy(logits: tf.Tensor, y: tf.Tensor): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(y, logits) as tf.Scalar;
}

function weights(layers: readonly Dense[]): tf.Variable[] {
  return layers.flatMap(({ w, b }) => [w, b]);
}
