import type { tf } from "../tensorflow/tf.ts";
import {
  BatchNormLayer,
  type BatchNormMode,
  frozenMode,
  trainingMode,
} from "./batch_norm_layer.ts";

/** γ and β stay, everything else goes on as in training. */
const affineFrozen: BatchNormMode = { statistics: "batch", updates: true, affine: false };
/** γ and β learn, on top of the running statistics. */
const inferenceMode: BatchNormMode = { statistics: "running", updates: false, affine: true };

/**
 * What a batch normalization does in training after it was frozen, by framework, version and call. Those
 * of PyTorch 2.14, fast.ai 2.8, Keras 3.15 and tf.keras were measured (`tools/frozen_frameworks.py`);
 * that of TensorFlow.js is measured in the tests. Two are read from sources: Keras before 2.1.3 from
 * its issues 6570 and 7085, fast.ai 0.7 from `set_train_mode()` in its model.py.
 */
export const frozenAs = {
  "Keras before 2.1.3: trainable = False": affineFrozen,
  "tf.keras of TensorFlow 1: trainable = False": {
    statistics: "batch",
    updates: false,
    affine: false,
  },
  "Keras 3.15: trainable = True, training = True": trainingMode,
  "Keras 3.15: trainable = True, training = False": inferenceMode,
  "Keras 3.15: trainable = False, training = True": frozenMode,
  "Keras 3.15: trainable = False, training = False": frozenMode,
  "Keras 3.15: base_model.trainable = False, training = True": frozenMode,
  "PyTorch 2.14: nothing frozen": trainingMode,
  "PyTorch 2.14: requires_grad = False": affineFrozen,
  "PyTorch 2.14: eval()": inferenceMode,
  "PyTorch 2.14: requires_grad = False and eval()": frozenMode,
  "PyTorch 2.14: requires_grad = False and eval(), then model.train()": affineFrozen,
  "fast.ai 0.7: freeze()": frozenMode,
  "fast.ai 2.8: freeze()": trainingMode,
  "fast.ai 2.8: freeze(), train_bn = False": affineFrozen,
  "fast.ai 2.8: freeze(), train_bn = False, BnFreeze": frozenMode,
  "TensorFlow.js 4.22: trainable = false": affineFrozen,
} as const satisfies Record<string, BatchNormMode>;

/** What is frozen of a model. */
export interface FreezeOptions {
  /** Name of the last layer that is frozen; what comes behind it learns. */
  until: string;
  /** What the batch normalizations up to there do in training. */
  norms: BatchNormMode;
}

/**
 * Freezes the body of a model: no layer up to `until` learns but batch normalizations, which do what
 * `norms` says. Those behind it are as in training.
 *
 * @throws {RangeError} when there is no such layer
 */
export function freeze(model: tf.LayersModel, { until, norms }: FreezeOptions): void {
  const last = model.layers.findIndex(({ name }) => name === until);
  if (last < 0) {
    throw new RangeError(
      `freeze(): until must name a layer of the model, received ${JSON.stringify(until)}`,
    );
  }
  model.layers.forEach((layer, k) => {
    const isFrozen = k <= last;
    if (layer instanceof BatchNormLayer) {
      layer.mode = isFrozen ? norms : undefined;
      layer.trainable = !isFrozen || norms.affine;
    } else {
      layer.trainable = !isFrozen;
    }
  });
}

/** Lets all of a model learn; its batch normalizations do what `norms` says, default as in training. */
export function unfreeze(model: tf.LayersModel, norms: BatchNormMode = trainingMode): void {
  for (const layer of model.layers) {
    layer.trainable = true;
    if (layer instanceof BatchNormLayer) layer.mode = norms;
  }
}
