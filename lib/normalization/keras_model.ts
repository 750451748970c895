import { tf } from "../tensorflow/tf.ts";
import { BatchNormLayer, type BatchNormLayerOptions } from "./batch_norm_layer.ts";

/**
 * Loads a model that was saved by Keras and converted for TensorFlow.js, so that its batch
 * normalizations mean what they mean in Keras: `BatchNormLayer` in place of TensorFlow.js's own, which
 * ignores `trainable = false` and throws in training where γ or β is switched off.
 *
 * @param source as for `tf.loadLayersModel`: an address, or an IO handler
 */
export async function loadKerasModel(
  source: string | tf.io.IOHandler,
): Promise<tf.LayersModel> {
  const original = tf.layers.batchNormalization().constructor as Registrable;
  register(KerasBatchNorm);
  try {
    return await tf.loadLayersModel(source);
  } finally {
    register(original);
  }
}

type Registrable = Parameters<typeof tf.serialization.registerClass>[0];

/** The last class that is registered under a name is the one that is loaded. */
function register(layer: Registrable): void {
  tf.serialization.registerClass(layer);
}

/** The layer under the name and with the options that Keras writes. */
class KerasBatchNorm extends BatchNormLayer {
  static override className = "BatchNormalization";

  constructor(options: BatchNormLayerOptions & { axis?: number | number[] }) {
    // Keras 2 writes the axis of a convolution's channels as a list of one.
    const axis = Array.isArray(options.axis) ? options.axis[0] : options.axis;
    super({ ...options, axis });
  }
}
