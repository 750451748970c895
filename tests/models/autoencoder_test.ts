import assert from "node:assert/strict";
import { autoencoder } from "../../lib/models/autoencoder.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("autoencoder() is a dense chain whose last layer is linear and as wide as its input", () => {
  const model = autoencoder({ inputs: 5, hidden: [7, 3], activation: "tanh", gain: 1, seed: 1 });
  const x = tf.randomNormal([11, 5], 0, 1, "float32", 2);
  const [w1, b1, w2, b2, w3, b3] = model.getWeights();
  const expected = x.matMul(w1).add(b1).tanh().matMul(w2).add(b2).tanh().matMul(w3).add(b3);
  const found = model.predictOnBatch(x) as tf.Tensor;
  assert.deepEqual(found.shape, [11, 5]);
  assert(found.sub(expected).abs().max().dataSync()[0] < 1e-5);
});

Deno.test("autoencoder() asks for the units of a hidden layer", () => {
  const options = { inputs: 5, activation: "relu", gain: 1, seed: 1 } as const;
  assert.throws(() => autoencoder({ ...options, hidden: [] }), /one layer or more/);
  assert.throws(() => autoencoder({ ...options, hidden: [4, 0] }), RangeError);
  assert.throws(() => autoencoder({ ...options, hidden: [NaN] }), RangeError);
});
