import { tf } from "../tensorflow/tf.ts";
import { channelStatistics } from "./batch_norm.ts";
import { BatchNormLayer } from "./batch_norm_layer.ts";

/**
 * Gives each batch normalization of a model the mean and variance that its inputs have over all of
 * x [examples, ...] in inference, front to back, in place of its running averages: the statistics with
 * which Ioffe & Szegedy 2015 (algorithm 2) normalize in inference. Dropout is off meanwhile.
 */
export function usePopulationStatistics(model: tf.LayersModel, x: tf.Tensor): void {
  for (const layer of model.layers) {
    if (!(layer instanceof BatchNormLayer)) continue;
    tf.tidy(() => {
      const before = tf.model({ inputs: model.inputs, outputs: layer.input });
      const { mean, variance } = channelStatistics(before.predictOnBatch(x) as tf.Tensor);
      layer.setWeights([...layer.getWeights().slice(0, -2), mean, variance]);
    });
  }
}
