import assert from "node:assert/strict";
import { scaleLayer } from "../../lib/models/scale_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("scaleLayer() multiplies by its number, and learns it only when asked", () => {
  for (const trainable of [false, true]) {
    const layer = scaleLayer({ value: -0.7, trainable });
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3] }), layer] });
    const output = model.predictOnBatch(tf.tensor2d([[1, 2, -5]])) as tf.Tensor;
    [-0.7, -1.4, 3.5].forEach((v, j) => assert(Math.abs(output.dataSync()[j] - v) < 1e-6));
    assert.equal(model.trainableWeights.length, trainable ? 1 : 0);
  }
  assert.throws(() => scaleLayer({ value: NaN }), /finite number, received NaN/);
});
