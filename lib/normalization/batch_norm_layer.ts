import { tf } from "../tensorflow/tf.ts";
import { batchNorm, batchNormWith, channelStatistics } from "./batch_norm.ts";
import { inMicrobatches } from "./microbatches.ts";
import { moveTowards, type Weight } from "../tensorflow/compile/training_batch_norm.ts";

/** What a batch normalization does when its model is called for training: three switches. */
export interface BatchNormMode {
  /** Which statistics normalize: those of the batch, or the running ones. */
  statistics: "batch" | "running";
  /** Whether the running statistics move towards those of the batch. */
  updates: boolean;
  /** Whether γ and β are trained. */
  affine: boolean;
}

/** What it does if nothing is frozen. */
export const trainingMode: BatchNormMode = { statistics: "batch", updates: true, affine: true };

/** What it does if it is frozen as TensorFlow 2 and Keras 3 understand it: the same as in inference. */
export const frozenMode: BatchNormMode = { statistics: "running", updates: false, affine: false };

/** Options of the layer, by the names of Keras. */
export interface BatchNormLayerOptions {
  /** The axis of the channels; default the last one, −1. */
  axis?: number;
  /** Share of its old value that a running statistic keeps in a step; default 0.99. PyTorch's is 1 − this. */
  momentum?: number;
  /** Added to the variance; default 0.001. */
  epsilon?: number;
  /** Whether there is a β; default true. */
  center?: boolean;
  /** Whether there is a γ; default true. */
  scale?: boolean;
  /** Where γ begins; default 1. */
  gamma?: number;
  /** Whether the running variance averages unbiased variances, as PyTorch's does; default false. */
  unbiased?: boolean;
  /** Neighbouring examples whose statistics are taken together; default 0, all of the batch. */
  microbatch?: number;
  /** What it does in training; default `trainingMode`, and `frozenMode` while it is not trainable. */
  mode?: BatchNormMode;
  name?: string;
}

/**
 * Batch normalization as a layer of its own: γ and β, running statistics, and three switches for what
 * happens in training. In inference the running statistics normalize, whatever the switches.
 *
 * @throws {RangeError} when momentum is not from 0 to 1, or ε is negative
 */
export function batchNormLayer(options: BatchNormLayerOptions = {}): BatchNormLayer {
  return new BatchNormLayer(options);
}

/** What {@linkcode batchNormLayer} makes. */
export class BatchNormLayer extends tf.layers.Layer {
  static className = "CourseBatchNorm";
  readonly #options: Required<Omit<BatchNormLayerOptions, "mode" | "name">>;
  #mode?: BatchNormMode;
  #gamma?: Weight;
  #beta?: Weight;
  #mean!: Weight;
  #variance!: Weight;

  constructor({ mode, name, trainable, ...rest }: BatchNormLayerOptions & { trainable?: boolean }) {
    super({ name, trainable });
    this.#options = {
      axis: rest.axis ?? -1,
      momentum: rest.momentum ?? 0.99,
      epsilon: rest.epsilon ?? 1e-3,
      center: rest.center ?? true,
      scale: rest.scale ?? true,
      gamma: rest.gamma ?? 1,
      unbiased: rest.unbiased ?? false,
      microbatch: rest.microbatch ?? 0,
    };
    this.#mode = mode;
    const { momentum, epsilon } = this.#options;
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new RangeError(`batchNormLayer(): momentum must be from 0 to 1, received ${momentum}`);
    }
    if (!(epsilon >= 0 && epsilon < Infinity)) {
      throw new RangeError(`batchNormLayer(): epsilon must be 0 or more, received ${epsilon}`);
    }
  }

  /**
   * What the layer does in training. A mode that is set says which statistics are used and updated, also
   * where the layer is not `trainable`; `undefined` takes it back.
   */
  get mode(): BatchNormMode {
    if (this.#mode) return this.#mode;
    // A model that is made untrainable tells only the weights of its layers.
    const isFrozen = !this.trainable || [...this._trainableWeights].some((w) => !w.trainable);
    return isFrozen ? frozenMode : trainingMode;
  }

  set mode(mode: BatchNormMode | undefined) {
    this.#mode = mode;
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const { axis, center, scale, gamma } = this.#options;
    const [input] = (Array.isArray(shape[0]) ? shape : [shape]) as tf.Shape[];
    const channels = input.at(axis);
    if (!(input.length >= 2 && channels && channels > 0)) {
      throw new RangeError(
        `batchNormLayer(): axis ${axis} of [${input}] must be the channels, a known number of them`,
      );
    }
    const add = (name: string, value: number, trainable: boolean) => {
      const initializer = tf.initializers.constant({ value });
      return this.addWeight(
        name,
        [channels],
        "float32",
        initializer,
        undefined,
        trainable,
      ) as Weight;
    };
    if (scale) this.#gamma = add("gamma", gamma, true);
    if (center) this.#beta = add("beta", 0, true);
    this.#mean = add("moving_mean", 0, false);
    this.#variance = add("moving_variance", 1, false);
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const order = channelsLast(x.rank, this.#options.axis);
      const y = this.#normalize(order ? x.transpose(order) : x, kwargs?.training ?? false);
      return order ? y.transpose(inverseOf(order)) : y;
    });
  }

  #normalize(x: tf.Tensor, training: boolean): tf.Tensor {
    const { epsilon } = this.#options;
    const read = (weight?: Weight) => weight?.read() as tf.Tensor1D;
    const weights = { gamma: read(this.#gamma), beta: read(this.#beta), epsilon };
    const { statistics, updates } = training ? this.mode : frozenMode;
    if (statistics === "batch") {
      const { y, mean, variance } = this.#normalizeByBatch(x, weights);
      if (updates) this.#update(x, { mean, variance });
      return y;
    }
    const [mean, variance] = [read(this.#mean), read(this.#variance)];
    const y = batchNormWith(x, { ...weights, mean, variance });
    if (updates) this.#update(x, channelStatistics(x));
    return y;
  }

  #normalizeByBatch(
    x: tf.Tensor,
    { gamma, beta, epsilon }: { gamma: tf.Tensor1D; beta: tf.Tensor1D; epsilon: number },
  ) {
    const { microbatch } = this.#options;
    if (!microbatch) return batchNorm(x, { gamma, beta, epsilon });
    return inMicrobatches(x, microbatch, (sideBySide, repeat) => {
      const each = (vector?: tf.Tensor1D) => vector && repeat(vector);
      return batchNorm(sideBySide, { gamma: each(gamma), beta: each(beta), epsilon });
    });
  }

  #update(x: tf.Tensor, { mean, variance }: { mean: tf.Tensor1D; variance: tf.Tensor1D }): void {
    const { momentum, unbiased, microbatch } = this.#options;
    const places = x.size / x.shape.at(-1)! / x.shape[0];
    const count = places * (microbatch || x.shape[0]);
    const found = unbiased ? variance.mul(count / Math.max(1, count - 1)) : variance;
    moveTowards(this.#mean, mean, momentum);
    moveTowards(this.#variance, found, momentum);
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override get trainableWeights() {
    return this.mode.affine ? super.trainableWeights : [];
  }

  override set trainableWeights(weights) {
    super.trainableWeights = weights;
  }

  override get nonTrainableWeights() {
    const rest = super.nonTrainableWeights;
    return this.mode.affine ? rest : [...super.trainableWeights, ...rest];
  }

  override set nonTrainableWeights(weights) {
    super.nonTrainableWeights = weights;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const config = { ...super.getConfig(), ...this.#options };
    return this.#mode ? { ...config, mode: { ...this.#mode } } : config;
  }
}

tf.serialization.registerClass(BatchNormLayer);

/** The order of axes that brings the channels to the end; nothing where they are there. */
function channelsLast(rank: number, axis: number): number[] | undefined {
  const from = axis < 0 ? rank + axis : axis;
  if (from === rank - 1) return undefined;
  return [...Array(rank).keys()].filter((k) => k !== from).concat(from);
}

/** The order that takes another order back. */
function inverseOf(order: number[]): number[] {
  return order.map((_, k) => order.indexOf(k));
}
