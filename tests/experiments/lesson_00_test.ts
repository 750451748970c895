import assert from "node:assert/strict";
import { compiledDifference } from "../../lib/experiments/lesson_00.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("compiledDifference() compares trained nets, and leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  assert(await compiledDifference({ steps: 2 }) < 1e-5);
  assert.equal(tf.memory().numTensors, before);
});
