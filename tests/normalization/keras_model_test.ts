import assert from "node:assert/strict";
import { loadKerasModel } from "../../lib/normalization/keras_model.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import fixture from "./norm_fixture.json" with { type: "json" };
import { assertNear, tensorOf, type Values } from "./norm_fixture.ts";

const given = fixture["keras model"];
const weights = Object.entries(given.weights as Record<string, Values>);

function handler(): tf.io.IOHandler {
  return tf.io.fromMemory({
    modelTopology: given.topology,
    weightSpecs: weights.map(([name, { shape }]) => ({ name, shape, dtype: "float32" as const })),
    weightData: Float32Array.from(weights.flatMap(([, { values }]) => values)).buffer,
  });
}

Deno.test("loadKerasModel() gives Keras's outputs in inference and in training, and trains what Keras trains", async () => {
  const model = await loadKerasModel(handler());
  const x = tensorOf(given.x);
  assertNear(model.predictOnBatch(x) as tf.Tensor, given.inference, {
    terms: 60,
    what: "inference",
  });
  const trained = model.apply(x, { training: true }) as tf.Tensor;
  assertNear(trained, given.training, { terms: 100, what: "training" });
  const after = given.after as Record<string, Values>;
  for (const weight of model.weights) {
    assertNear(weight.read(), after[weight.originalName], {
      terms: 100,
      what: weight.originalName,
    });
  }
  assert.deepEqual(model.trainableWeights.map(({ originalName }) => originalName), given.trained);
});

Deno.test("loadKerasModel() leaves TensorFlow.js's own layer as it was for others", async () => {
  await loadKerasModel(handler());
  const model = await tf.loadLayersModel(handler());
  assert.equal(model.layers[1].constructor, tf.layers.batchNormalization().constructor);
  await assert.rejects(loadKerasModel(tf.io.fromMemory({ modelTopology: { nonsense: true } })));
  assert.equal(
    (await tf.loadLayersModel(handler())).layers[1].constructor,
    tf.layers.batchNormalization().constructor,
  );
});
