import { tf } from "../tensorflow/tf.ts";
import { batchNormWith } from "./batch_norm.ts";
import {
  batchRenorm,
  type BatchRenormOptions,
  renormBounds,
  type RenormSchedule,
} from "./batch_renorm.ts";
import { inMicrobatches } from "./microbatches.ts";
import { moveTowards, type Weight } from "../tensorflow/compile/training_batch_norm.ts";

/** Options of the layer. */
export interface BatchRenormLayerOptions {
  /** Share of its old value that a running statistic keeps in a step; default 0.99. */
  momentum?: number;
  /** Added to the variance; default 0.001. */
  epsilon?: number;
  /** How the bounds of r and d grow with the steps; default that of the paper. */
  schedule?: RenormSchedule;
  /** Neighbouring examples whose statistics are taken together; default 0, all of the batch. */
  microbatch?: number;
  name?: string;
}

/**
 * Batch renormalization as a layer (Ioffe 2017): its steps are counted in training, channels come
 * last. In inference the running statistics normalize.
 */
export function batchRenormLayer(options: BatchRenormLayerOptions = {}): tf.layers.Layer {
  return new BatchRenormLayer(options);
}

class BatchRenormLayer extends tf.layers.Layer {
  static className = "CourseBatchRenorm";
  readonly #options: Required<Omit<BatchRenormLayerOptions, "name">>;
  #gamma!: Weight;
  #beta!: Weight;
  #mean!: Weight;
  #variance!: Weight;
  #steps!: Weight;

  constructor({ name, trainable, ...given }: BatchRenormLayerOptions & { trainable?: boolean }) {
    super({ name, trainable });
    const { momentum = 0.99, epsilon = 1e-3, schedule = {}, microbatch = 0 } = given;
    renormBounds(0, schedule);
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new RangeError(
        `batchRenormLayer(): momentum must be from 0 to 1, received ${momentum}`,
      );
    }
    this.#options = { momentum, epsilon, schedule, microbatch };
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const [input] = (Array.isArray(shape[0]) ? shape : [shape]) as tf.Shape[];
    const channels = input.at(-1);
    if (!channels) {
      throw new RangeError(`batchRenormLayer(): the last axis of [${input}] must be known`);
    }
    const add = (
      name: string,
      { size, value, trained }: { size: number[]; value: number; trained: boolean },
    ) => {
      const initializer = tf.initializers.constant({ value });
      return this.addWeight(name, size, "float32", initializer, undefined, trained) as Weight;
    };
    this.#gamma = add("gamma", { size: [channels], value: 1, trained: true });
    this.#beta = add("beta", { size: [channels], value: 0, trained: true });
    this.#mean = add("moving_mean", { size: [channels], value: 0, trained: false });
    this.#variance = add("moving_variance", { size: [channels], value: 1, trained: false });
    this.#steps = add("steps", { size: [], value: 0, trained: false });
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const { epsilon, momentum, schedule } = this.#options;
      const [gamma, beta, mean, variance] = [this.#gamma, this.#beta, this.#mean, this.#variance]
        .map((weight) => weight.read() as tf.Tensor1D);
      const weights = { gamma, beta, epsilon };
      if (!kwargs?.training) return batchNormWith(x, { ...weights, mean, variance });
      const bounds = renormBounds(this.#steps.read() as tf.Scalar, schedule);
      const options = { ...weights, running: { mean, variance }, ...bounds };
      const { microbatch } = this.#options;
      const made = !microbatch ? batchRenorm(x, options) : inMicrobatches(
        x,
        microbatch,
        (sideBySide, repeat) => batchRenorm(sideBySide, repeated(options, repeat)),
      );
      moveTowards(this.#mean, made.mean, momentum);
      moveTowards(this.#variance, made.variance, momentum);
      this.#steps.write(this.#steps.read().add(1));
      return made.y;
    });
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { momentum, epsilon, schedule, microbatch } = this.#options;
    const plain = JSON.parse(JSON.stringify(schedule)) as tf.serialization.ConfigDict;
    return { ...super.getConfig(), momentum, epsilon, schedule: plain, microbatch };
  }
}

tf.serialization.registerClass(BatchRenormLayer);

/** The same options for channels that are there several times. */
function repeated(
  { gamma, beta, running: { mean, variance }, ...rest }: BatchRenormOptions,
  repeat: (vector: tf.Tensor1D) => tf.Tensor1D,
): BatchRenormOptions {
  const weights = { gamma: repeat(gamma!), beta: repeat(beta!) };
  return { ...rest, ...weights, running: { mean: repeat(mean), variance: repeat(variance) } };
}
