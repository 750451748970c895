import assert from "node:assert/strict";
import { digitComponents } from "../../lib/experiments/digit_components.ts";
import { linearAutoencoder } from "../../lib/experiments/linear_autoencoder.ts";
import { mixedCode } from "../../lib/experiments/mixed_code.ts";
import { logisticGradient } from "../../lib/experiments/logistic_gradient.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("digitComponents() are orthonormal, and the first ones carry most of the variance", async () => {
  const rows = await digitComponents({});
  assert.equal(rows.length, 784);
  const dot = (i: number, j: number) =>
    rows[i].direction.reduce((sum, value, p) => sum + value * rows[j].direction[p], 0);
  for (const [i, j] of [[0, 0], [0, 1], [3, 7], [7, 7]]) {
    assert(Math.abs(dot(i, j) - (i === j ? 1 : 0)) < 1e-9);
  }
  assert(rows.every(({ variance }, i) => i === 0 || variance <= rows[i - 1].variance));
});

Deno.test("linearAutoencoder() comes nearer to the components, and leaves no tensor behind", async () => {
  await digitComponents({});
  const before = tf.memory().numTensors;
  const rows = await linearAutoencoder({
    code: 1,
    steps: [20, 400],
    learningRate: 0.01,
    seeds: [1, 2],
  });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map(({ seed, step }) => [seed, step]), [[1, 20], [2, 20], [1, 400], [
    2,
    400,
  ]]);
  for (const [early, late] of [[rows[0], rows[2]], [rows[1], rows[3]]]) {
    assert(late.errorRatio < early.errorRatio && late.errorRatio > 0.9999);
    // With one unit the space has one direction: the unit is the component.
    assert(
      late.largestAngle < early.largestAngle && Math.abs(late.unitAngle - late.largestAngle) < 1e-6,
    );
  }
  assert.equal(rows[0].directions[0].length, 784);
});

Deno.test("mixedCode() finds no difference for any mixture", async () => {
  for (const seed of [1, 2, 3]) assert(await mixedCode({ code: 5, seed }) < 1e-4);
});

Deno.test("logisticGradient() is σ(u) − x", async () => {
  for (const [output, input] of [[0.7, 0.2], [-3, 0.9], [20, 0]]) {
    const expected = 1 / (1 + Math.exp(-output)) - input;
    assert(Math.abs(await logisticGradient({ output, input }) - expected) < 1e-6);
  }
});
