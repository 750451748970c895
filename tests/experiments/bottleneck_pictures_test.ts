import assert from "node:assert/strict";
import { bottleneckPictures, firstDigits } from "../../lib/experiments/bottleneck_pictures.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("bottleneckPictures() shows one digit of each class, and learns from its steps", async () => {
  await firstDigits({});
  const before = tf.memory().numTensors;
  const options = { code: 3, width: 20, seeds: [1] };
  const [components, short] = await bottleneckPictures({ ...options, steps: 5 });
  const [again, long] = await bottleneckPictures({ ...options, steps: 400 });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(components, again);
  assert.deepEqual([components.through, long.through, long.seed], ["components", "autoencoder", 1]);
  assert(long.unexplained < short.unexplained && long.unexplained < 0.9);
  assert.deepEqual([long.pictures.length, long.pictures[0].length], [10, 784]);
});

Deno.test("bottleneckPictures() with all components gives the digits back", async () => {
  const all = { code: 784, width: 2, steps: 1, seeds: [1] };
  const [components] = await bottleneckPictures(all);
  assert(components.unexplained < 1e-6);
  const digits = await firstDigits({});
  digits.forEach((digit, k) =>
    digit.forEach((pixel, p) => assert(Math.abs(pixel - components.pictures[k][p]) < 1e-3))
  );
});
