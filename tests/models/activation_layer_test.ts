import assert from "node:assert/strict";
import { activationLayer } from "../../lib/models/activation_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("activationLayer() applies the activation, keeps the shape and tells its name", () => {
  const layer = activationLayer({ activation: "gelu", name: "bend" });
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3] }), layer] });
  const output = model.predictOnBatch(tf.tensor2d([[0, 1, -1]])) as tf.Tensor;
  assert.deepEqual(output.shape, [1, 3]);
  // Φ(1) = 0.8413447 (Abramowitz & Stegun, table 26.1).
  [0, 0.8413447, -0.1586553].forEach((value, j) =>
    assert(Math.abs(output.dataSync()[j] - value) < 1e-6)
  );
  assert.equal(layer.getConfig().activation, "gelu");
  assert.equal(layer.name, "bend");
});
