import { RandomStream } from "../tensorflow/random_stream.ts";
import { tf } from "../tensorflow/tf.ts";

/** How often units are dropped, and which. */
export interface DropoutOptions {
  /** Probability of a unit to be set to 0, from 0 to below 1. */
  rate: number;
  seed: number;
  name?: string;
}

/**
 * Dropout as `tf.layers.dropout`, but drawn by a seed and inside a compiled step: in training each
 * unit is 0 with probability `rate`, and the others are divided by 1 − rate.
 */
export function dropout(options: DropoutOptions): tf.layers.Layer {
  return new Dropout(options);
}

class Dropout extends tf.layers.Layer {
  static className = "SeededDropout";
  readonly #rate: number;
  readonly #seed: number;
  #stream?: RandomStream;

  constructor({ rate, seed, name }: DropoutOptions) {
    super({ name });
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`dropout(): rate must be from 0 to below 1, received ${rate}`);
    }
    [this.#rate, this.#seed] = [rate, seed];
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const draws = this.addWeight("draws", [], "int32", tf.initializers.zeros(), undefined, false);
    this.#stream = new RandomStream(this.#seed, draws.read() as tf.Variable);
    super.build(shape);
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return training ? this.#stream!.dropout(x, this.#rate) : x.clone();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate, seed: this.#seed };
  }
}
