import assert from "node:assert/strict";
import { resNet18 } from "../../lib/models/resnet18.ts";
import { readSafetensors, useWeightsFile, weightsFile } from "../../lib/models/weights_file.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import fixture from "./weights_file_fixture.json" with { type: "json" };

const net = (outputs: number, seed: number) =>
  resNet18({ outputs, width: 0.125, blocks: [1, 1], head: "fastai", seed });

Deno.test("a model with another's weights file is the same function", async () => {
  const [one, other] = [net(3, 1), net(3, 2)];
  // Statistics that are not those of the start.
  one.apply(tf.randomNormal([5, 64, 64, 3]), { training: true });
  useWeightsFile(other, await weightsFile(one));
  const x = tf.randomNormal([2, 64, 64, 3]);
  const [y, z] = [one, other].map((model) => (model.predict(x) as tf.Tensor).dataSync());
  assert.deepEqual(y, z);
  for (const model of [one, other]) model.dispose();
});

Deno.test("useWeightsFile() refuses another architecture, and changes nothing", async () => {
  const [one, other] = [net(3, 1), net(4, 2)];
  const before = other.weights.map((weight) => weight.read().dataSync().slice());
  const file = await weightsFile(one);
  assert.throws(
    () => useWeightsFile(other, file),
    /must be of a model with weights logits\/kernel \[512,4\], but it has \[512,3\]/,
  );
  other.weights.forEach((weight, k) => assert.deepEqual(weight.read().dataSync(), before[k]));
  for (const model of [one, other]) model.dispose();
});

Deno.test("readSafetensors() reads what safetensors wrote", () => {
  const bytes = Uint8Array.from(atob(fixture.file), (c) => c.charCodeAt(0));
  const found = [...readSafetensors(bytes)]
    .map(([name, { shape, values }]) => [name, { shape, values: [...values] }]);
  assert.deepEqual(Object.fromEntries(found), fixture.tensors);
  for (let length = 0; length < bytes.length; length += 5) {
    assert.throws(() => readSafetensors(bytes.subarray(0, length)), TypeError, `${length} bytes`);
  }
});
