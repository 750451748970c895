import assert from "node:assert/strict";
import { digits, pretrainedOnDigits } from "../../lib/experiments/pretrained.ts";
import { BatchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { evaluateImages } from "../../lib/training/evaluate_images.ts";

Deno.test("pretrainedOnDigits() knows its source at least three times as well as chance", async () => {
  const net = await pretrainedOnDigits();
  assert(net.sourceAccuracy > 0.3, `${net.sourceAccuracy}`);
  const original = net.original();
  const { accuracy } = await evaluateImages(original, digits("plain").test, { scale: net.scale });
  assert.equal(accuracy, net.sourceAccuracy);
  original.dispose();
});

Deno.test("pretrainedOnDigits() builds the trained body with a head of the seed", async () => {
  const net = await pretrainedOnDigits();
  const [original, one, again, other] = [
    net.original(),
    net.build({ outputs: 10, seed: 3 }),
    net.build({ outputs: 10, seed: 3, momentum: 0.99 }),
    net.build({ outputs: 10, seed: 4 }),
  ];
  const head = (model: typeof one) => String(model.getLayer("logits").getWeights()[0].dataSync());
  assert.equal(head(one), head(again));
  assert.notEqual(head(one), head(other));
  assert.notEqual(head(one), head(original));
  original.weights.forEach((weight, k) => {
    if (weight.originalName.startsWith("logits")) return;
    assert.deepEqual(one.weights[k].read().dataSync(), weight.read().dataSync());
  });
  const momenta = again.layers.filter((layer) => layer instanceof BatchNormLayer)
    .map((layer) => layer.getConfig().momentum);
  assert(momenta.every((momentum) => momentum === 0.99));
  for (const model of [original, one, again, other]) model.dispose();
});
