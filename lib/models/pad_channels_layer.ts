import { tf } from "../tensorflow/tf.ts";

/** How many channels there are to be. */
export interface PadChannelsOptions {
  channels: number;
  name?: string;
}

/** [N, h, w, c] -> [N, h, w, channels]: channels of zeros are added behind. It has no weights. */
export function padChannelsLayer(options: PadChannelsOptions): tf.layers.Layer {
  return new PadChannels(options);
}

class PadChannels extends tf.layers.Layer {
  static className = "CoursePadChannels";
  readonly #channels: number;

  constructor({ channels, name }: PadChannelsOptions) {
    super({ name });
    this.#channels = channels;
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape {
    return [...(shape as tf.Shape).slice(0, -1), this.#channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.pad4d(x, [[0, 0], [0, 0], [0, 0], [0, this.#channels - x.shape[3]]]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), channels: this.#channels };
  }
}

tf.serialization.registerClass(PadChannels);
