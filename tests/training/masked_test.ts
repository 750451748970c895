import assert from "node:assert/strict";
import { masked } from "../../lib/training/masked.ts";
import { sgd } from "../../lib/training/optimizers.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("masked() moves only what the mask lets through, and all of what has none", () => {
  const [some, all] = [tf.variable(tf.zeros([3])), tf.variable(tf.zeros([3]))];
  const inner = sgd({ momentum: 0.9 });
  const optimizer = masked(inner, new Map([[some, tf.tensor1d([1, 0, 1])]]));
  optimizer.prepare([some, all]);
  const gradients = [tf.tensor1d([2, 3, 5]), tf.tensor1d([7, 11, 13])];
  for (let k = 0; k < 2; k++) optimizer.update([some, all], gradients, tf.scalar(0.1));
  // With momentum: g, then 1.9·g, together 2.9·g times the rate.
  const close = (variable: tf.Variable, expected: number[]) =>
    variable.dataSync().forEach((v, k) => assert(Math.abs(v - expected[k]) < 1e-5, `${v}`));
  close(some, [-0.58, 0, -1.45]);
  close(all, [-2.03, -3.19, -3.77]);
  assert.equal(optimizer.state.length, 2);
  optimizer.reset();
  assert.deepEqual([...optimizer.state[0].dataSync()], [0, 0, 0]);
  optimizer.dispose();
});
