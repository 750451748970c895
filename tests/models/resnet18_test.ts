import assert from "node:assert/strict";
import { resNet18 } from "../../lib/models/resnet18.ts";
import { BatchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { countTrained, layersOnTheWay } from "./net_shape.ts";

Deno.test("resNet18() has as many weights as fast.ai's xresnet18", () => {
  // fastai 2.8.12: sum(p.numel() for p in xresnet18(n_out=1000).parameters()).
  const model = resNet18({ outputs: 1000, head: "average", seed: 1 });
  assert.equal(countTrained(model.layers), 11_708_744);
  // create_head(512, 37, concat_pool=True) has 546,304; the body of the net above 512·1000 + 1000 less.
  const body = 11_708_744 - 513_000;
  const pets = resNet18({ outputs: 37, head: "fastai", seed: 1 });
  assert.equal(countTrained(pets.layers), body + 546_304);
  const linear = resNet18({ outputs: 37, seed: 1 });
  assert.equal(countTrained(linear.layers), body + 1024 * 37 + 37);
  for (const made of [model, pets, linear]) made.dispose();
});

Deno.test("resNet18() has 20 layers with weights on its longest way, at any width", () => {
  for (const width of [0.25, 1]) {
    const model = resNet18({ outputs: 5, width, seed: 1 });
    assert.equal(layersOnTheWay(model).longest, 20);
    // Three of the stem, a projection in each of three stages, the dense layer.
    assert.equal(layersOnTheWay(model).shortest, 7);
    model.dispose();
  }
});

Deno.test("resNet18() has γ = 0 at the end of each branch and 1 elsewhere", () => {
  const model = resNet18({ outputs: 5, width: 0.25, seed: 1 });
  const norms = model.layers.filter((layer) => layer instanceof BatchNormLayer);
  const gammas = norms.map((layer) => [layer.name, layer.getWeights()[0].dataSync()[0]] as const);
  const zeros = gammas.filter(([, gamma]) => gamma === 0).map(([name]) => name);
  assert.equal(norms.length, 3 + 16 + 3);
  assert.equal(zeros.length, 8);
  assert(zeros.every((name) => /block_\d_2_norm$/.test(name)), zeros.join());
  assert(gammas.every(([, gamma]) => gamma === 0 || gamma === 1));
  model.dispose();
});

Deno.test("resNet18() puts averages and maxima of all places side by side", () => {
  const model = resNet18({ outputs: 3, width: 0.25, seed: 1 });
  const both = tf.model({
    inputs: model.inputs,
    outputs: [
      model.getLayer("body").output as tf.SymbolicTensor,
      model.getLayer("logits").input as tf.SymbolicTensor,
    ],
  });
  const [body, pooled] = both.predict(tf.randomNormal([2, 64, 64, 3])) as tf.Tensor[];
  assert.deepEqual(body.shape, [2, 2, 2, 128]);
  const expected = tf.concat([body.mean([1, 2]), body.max([1, 2])], 1);
  // Four numbers are added in another order.
  const tolerance = 4 * 2 ** -24 * body.abs().max().dataSync()[0];
  assert(expected.sub(pooled).abs().max().dataSync()[0] <= tolerance);
  model.dispose();
});

Deno.test("resNet18() without normalization has biases instead", () => {
  const model = resNet18({ outputs: 3, width: 0.25, norm: () => undefined, seed: 1 });
  const convolutions = model.layers.filter((layer) => layer.getClassName() === "Conv2D");
  assert.equal(convolutions.length, 22);
  assert(convolutions.every((layer) => layer.getWeights().length === 2));
  assert(!model.layers.some((layer) => layer instanceof BatchNormLayer));
  model.dispose();
});

Deno.test("resNet18() needs a channel", () => {
  assert.throws(() => resNet18({ outputs: 3, width: NaN, seed: 1 }), /must leave a channel/);
});
