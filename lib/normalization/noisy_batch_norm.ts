import { RandomStream } from "../tensorflow/random_stream.ts";
import { tf } from "../tensorflow/tf.ts";
import { batchNorm, batchNormWith } from "./batch_norm.ts";
import { moveTowards, type Weight } from "./running_weight.ts";

/** How strong the noise is, and the rest of the layer. */
export interface NoisyBatchNormOptions {
  /** Largest shift of a value, in standard deviations; each example draws its own, even in size. Default ½. */
  shift?: number;
  /** Largest factor of a value minus 1, as {@linkcode shift}; default ¼. */
  stretch?: number;
  /** Share of its old value that a running statistic keeps in a step; default 0.99. */
  momentum?: number;
  /** Added to the variance; default 0.001. */
  epsilon?: number;
  seed: number;
  name?: string;
}

/**
 * Batch normalization whose outputs are disturbed again at once, in training: in each step each unit
 * draws a direction and a size anew, and each example follows it by its own share, so that mean and
 * variance of a unit jump from step to step (after Santurkar et al. 2018, appendix A, who do this to show
 * that a steady distribution is not what makes batch normalization work).
 *
 * @throws {RangeError} when shift or stretch is negative
 */
export function noisyBatchNormLayer(options: NoisyBatchNormOptions): tf.layers.Layer {
  return new NoisyBatchNormLayer(options);
}

class NoisyBatchNormLayer extends tf.layers.Layer {
  static className = "CourseNoisyBatchNorm";
  readonly #options: Required<Omit<NoisyBatchNormOptions, "name">>;
  #gamma!: Weight;
  #beta!: Weight;
  #mean!: Weight;
  #variance!: Weight;
  #stream!: RandomStream;

  constructor({ name, trainable, ...given }: NoisyBatchNormOptions & { trainable?: boolean }) {
    super({ name, trainable });
    const { shift = 1 / 2, stretch = 1 / 4, momentum = 0.99, epsilon = 1e-3, seed } = given;
    for (const [what, value] of Object.entries({ shift, stretch })) {
      if (value >= 0) continue;
      throw new RangeError(`noisyBatchNormLayer(): ${what} must be 0 or more, received ${value}`);
    }
    this.#options = { shift, stretch, momentum, epsilon, seed };
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const [input] = (Array.isArray(shape[0]) ? shape : [shape]) as tf.Shape[];
    const channels = input.at(-1)!;
    const add = (name: string, value: number, trained: boolean) => {
      const initializer = tf.initializers.constant({ value });
      return this.addWeight(name, [channels], "float32", initializer, undefined, trained) as Weight;
    };
    this.#gamma = add("gamma", 1, true);
    this.#beta = add("beta", 0, true);
    this.#mean = add("moving_mean", 0, false);
    this.#variance = add("moving_variance", 1, false);
    const draws = this.addWeight("draws", [], "int32", tf.initializers.zeros(), undefined, false);
    this.#stream = new RandomStream(this.#options.seed, draws.read() as tf.Variable);
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const { epsilon, momentum } = this.#options;
      const [gamma, beta, mean, variance] = [this.#gamma, this.#beta, this.#mean, this.#variance]
        .map((weight) => weight.read() as tf.Tensor1D);
      const weights = { gamma, beta, epsilon };
      if (!kwargs?.training) return batchNormWith(x, { ...weights, mean, variance });
      const made = batchNorm(x, weights);
      moveTowards(this.#mean, made.mean, momentum);
      moveTowards(this.#variance, made.variance, momentum);
      return this.#disturb(made.y);
    });
  }

  /** y·(1 + stretch·a) + shift·b with a and b that are a unit's number in this step times an example's. */
  #disturb(y: tf.Tensor): tf.Tensor {
    const { shift, stretch } = this.#options;
    const noise = (size: number) => {
      const unit = this.#stream.uniform([y.shape.at(-1)!]).mul(2).sub(1);
      return this.#stream.uniform(y.shape).mul(unit).mul(2 * size);
    };
    return y.mul(noise(stretch).add(1)).add(noise(shift));
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

tf.serialization.registerClass(NoisyBatchNormLayer);
