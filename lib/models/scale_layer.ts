import { tf } from "../tensorflow/tf.ts";

/** One number by which everything is multiplied. */
export interface ScaleOptions {
  /** The number, or where it begins when it is learned. */
  value: number;
  /** Whether it is learned; default false. */
  trainable?: boolean;
  name?: string;
}

/** A layer that multiplies its input [batch, ...] by one number. */
export function scaleLayer(options: ScaleOptions): tf.layers.Layer {
  return new Scale(options);
}

class Scale extends tf.layers.Layer {
  static className = "CourseScale";
  readonly #value: number;
  readonly #trainable: boolean;
  #factor?: { read(): tf.Tensor };

  constructor({ value, trainable = false, name }: ScaleOptions) {
    super({ name });
    if (!Number.isFinite(value)) {
      throw new RangeError(`scaleLayer(): value must be a finite number, received ${value}`);
    }
    [this.#value, this.#trainable] = [value, trainable];
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const start = tf.initializers.constant({ value: this.#value });
    if (this.#trainable) this.#factor = this.addWeight("factor", [], "float32", start);
    super.build(shape);
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return x.mul(this.#factor?.read() ?? this.#value);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), value: this.#value, trainable: this.#trainable };
  }
}
