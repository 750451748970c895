import assert from "node:assert/strict";
import { stepSpeed } from "../../lib/experiments/step_speed.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("stepSpeed() times three ways, compares them with the first, leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  const rows = stepSpeed();
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map(({ way }) => way), [
    "kernel by kernel",
    "one graph",
    "one graph, many steps a call",
  ]);
  const [eager] = rows;
  for (const { milliseconds, ratio } of rows) {
    assert(milliseconds > 0);
    assert(Math.abs(ratio - eager.milliseconds / milliseconds) < 1e-9 * ratio);
  }
});
