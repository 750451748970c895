import assert from "node:assert/strict";
import {
  efficientNetLite0,
  imagenetWeights,
  useImagenetWeights,
} from "../../lib/models/efficientnet_lite0.ts";
import { BatchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import fixture from "./efficientnet_lite0_fixture.json" with { type: "json" };

/** Waves [1, size, size, 3], as in efficientnet_lite0_fixture.py. */
function waves(seed: number, size: number): tf.Tensor4D {
  const values = Float32Array.from(
    { length: size * size * 3 },
    (_, k) => Math.sin(0.01 * (seed + 1) * k + seed),
  );
  return tf.tensor4d(values, [1, size, size, 3]);
}

for (const size of ["64", "96"] as const) {
  Deno.test(`EfficientNet-Lite0 with ImageNet's weights gives PyTorch's logits at ${size} pixels`, () => {
    const side = Number(size);
    const model = efficientNetLite0({ image: [side, side, 3], seed: 1 });
    useImagenetWeights(model);
    for (const seed of [0, 1]) {
      const logits = (model.predict(waves(seed, side)) as tf.Tensor).dataSync();
      // 52 layers in float32, each rounding a sum of up to 1,152 products: about 52·√1152·2⁻²⁴ of the
      // largest logits (10), four times.
      const tolerance = 4 * 52 * Math.sqrt(1152) * 2 ** -24 * 10;
      fixture.logits[size][seed].forEach((expected, k) => {
        assert(Math.abs(logits[50 * k] - expected) < tolerance, `${logits[50 * k]}, ${expected}`);
      });
      assert.equal(logits.indexOf(Math.max(...logits)), fixture.largest[size][seed]);
    }
    model.dispose();
  });
}

Deno.test("EfficientNet-Lite0 has as many weights and normalizations as published", () => {
  const model = efficientNetLite0({ seed: 1 });
  const counts = model.trainableWeights.map(({ shape }) => shape.reduce((a, b) => a! * b!, 1)!);
  assert.equal(counts.reduce((a, b) => a + b), fixture.parameters);
  assert.equal(model.layers.filter((layer) => layer instanceof BatchNormLayer).length, 49);
  model.dispose();
});

Deno.test("useImagenetWeights() fills every weight but those of a new head", () => {
  const model = efficientNetLite0({ outputs: 7, image: [64, 64, 3], seed: 3 });
  const before = model.getLayer("logits").getWeights()[0].dataSync().slice();
  const body = model.weights.filter(({ name }) => !name.startsWith("logits"));
  const drawn = body.map((weight) => weight.read().dataSync().slice());
  useImagenetWeights(model);
  assert.deepEqual(model.getLayer("logits").getWeights()[0].dataSync(), before);
  body.forEach((weight, k) => assert.notDeepEqual(weight.read().dataSync(), drawn[k], weight.name));
  model.dispose();
});

Deno.test("imagenetWeights() reads what PyTorch wrote", () => {
  const weights = imagenetWeights();
  // 49 normalizations of four tensors each, 50 convolutions, a dense layer of two.
  assert.equal(weights.size, 49 * 4 + 49 + 2);
  assert.deepEqual(weights.get("_fc.weight")!.shape, [1000, 1280]);
  assert(weights.get("_bn0.running_var")!.values.every((value) => value >= 0));
});
