import type { tf } from "../tensorflow/tf.ts";
import { BatchNormLayer } from "./batch_norm_layer.ts";

/** The batch normalizations of a net, front to back. */
export function batchNormsOf(model: tf.LayersModel): BatchNormLayer[] {
  return model.layers.filter((layer) => layer instanceof BatchNormLayer);
}
