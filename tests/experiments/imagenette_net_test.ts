import assert from "node:assert/strict";
import { imagenetteNet } from "../../lib/experiments/imagenette_net.ts";
import { efficientNetLite0, useImagenetWeights } from "../../lib/models/efficientnet_lite0.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("imagenetteNet() answers as the whole net does for these classes", () => {
  const whole = efficientNetLite0({ image: [32, 32, 3], seed: 1 });
  useImagenetWeights(whole);
  const x = tf.randomNormal([2, 32, 32, 3], 0, 1, "float32", 1);
  const all = (whole.predict(x) as tf.Tensor2D).arraySync();
  const some = (imagenetteNet(32).predict(x) as tf.Tensor2D).arraySync();
  // ImageNet's numbers of tench, English springer, cassette player, chain saw, church, French horn,
  // garbage truck, gas pump, golf ball, parachute.
  const numbers = [0, 217, 482, 491, 497, 566, 569, 571, 574, 701];
  some.forEach((row, k) =>
    row.forEach((logit, c) => assert(Math.abs(logit - all[k][numbers[c]]) < 1e-4))
  );
});
