import { RandomStream } from "../tensorflow/random_stream.ts";
import { tf } from "../tensorflow/tf.ts";
import { BatchNormLayer, type BatchNormLayerOptions } from "./batch_norm_layer.ts";

/** Options of batch normalization (the channels come last), and how strong the noise is. */
export interface NoisyBatchNormOptions extends Omit<BatchNormLayerOptions, "axis"> {
  /** Largest shift of a unit's mean, in standard deviations; a single value moves by up to twice as much. Default ½. */
  shift?: number;
  /** Largest stretch of a unit on average; a single value by up to twice as much. Default ¼. */
  stretch?: number;
  seed: number;
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

class NoisyBatchNormLayer extends BatchNormLayer {
  static override className = "CourseNoisyBatchNorm";
  readonly #noise: { shift: number; stretch: number; seed: number };
  #stream!: RandomStream;

  constructor({ shift = 1 / 2, stretch = 1 / 4, seed, ...options }: NoisyBatchNormOptions) {
    super(options);
    for (const [what, value] of Object.entries({ shift, stretch })) {
      if (value >= 0) continue;
      throw new RangeError(`noisyBatchNormLayer(): ${what} must be 0 or more, received ${value}`);
    }
    this.#noise = { shift, stretch, seed };
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    super.build(shape);
    const draws = this.addWeight("draws", [], "int32", tf.initializers.zeros(), undefined, false);
    this.#stream = new RandomStream(this.#noise.seed, draws.read() as tf.Variable);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const y = super.call(inputs, kwargs);
      return kwargs?.training ? this.#disturb(y) : y;
    });
  }

  /** y·(1 + stretch·a) + shift·b with a and b that are a unit's number in this step times an example's. */
  #disturb(y: tf.Tensor): tf.Tensor {
    const { shift, stretch } = this.#noise;
    const noise = (size: number) => {
      const unit = this.#stream.uniform([y.shape.at(-1)!]).mul(2).sub(1);
      return this.#stream.uniform(y.shape).mul(unit).mul(2 * size);
    };
    return y.mul(noise(stretch).add(1)).add(noise(shift));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#noise };
  }
}

tf.serialization.registerClass(NoisyBatchNormLayer);
