import assert from "node:assert/strict";
import { lsuvExample } from "../../lib/experiments/lsuv_example.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("lsuvExample() needs more scalings with biases, and leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  const [plain, biased] = [0, 0.5].map((biasVariance) =>
    lsuvExample({ activation: "tanh", biasVariance, most: 20, seed: 1 })
  );
  assert(plain.every(({ scalings }) => scalings === 1));
  assert(biased.every(({ scalings, after }) => scalings > 1 && Math.abs(after - 1) < 1e-3));
  assert.equal(tf.memory().numTensors, before);
});
