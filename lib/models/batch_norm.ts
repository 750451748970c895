import { tf } from "../tensorflow/tf.ts";

/**
 * A batch normalization with running statistics that follow within some tens of steps, and whose
 * γ begins as given: TensorFlow.js's own layer.
 */
export function batchNorm({ gamma = 1 }: { gamma?: number } = {}): tf.layers.Layer {
  const gammaInitializer = tf.initializers.constant({ value: gamma });
  return tf.layers.batchNormalization({ momentum: 0.9, gammaInitializer });
}
