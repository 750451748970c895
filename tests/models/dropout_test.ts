import assert from "node:assert/strict";
import { dropout } from "../../lib/models/dropout.ts";
import { compile } from "../../lib/tensorflow/compile/compile.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("dropout() drops the given share, divides the rest, and leaves prediction alone", () => {
  const layer = dropout({ rate: 0.3, seed: 4 });
  const x = tf.ones([100, 100]);
  const values = [...(layer.apply(x, { training: true }) as tf.Tensor).dataSync()];
  const kept = values.filter((value) => value !== 0);
  // Four standard deviations of a binomial share.
  assert(Math.abs(kept.length / 1e4 - 0.7) < 4 * Math.sqrt(0.3 * 0.7 / 1e4));
  assert(kept.every((value) => Math.abs(value - 1 / 0.7) < 1e-6));
  const predicted = layer.apply(x, { training: false }) as tf.Tensor;
  assert(predicted.dataSync().every((value) => value === 1));
});

Deno.test("dropout() drops other units in each step of a compiled step, the same for a seed", () => {
  const run = () => {
    const layer = dropout({ rate: 0.5, seed: 4 });
    const step = compile((x: tf.Tensor) => layer.apply(x, { training: true }) as tf.Tensor);
    const rows = step.many([tf.ones([6, 3, 7])]).arraySync() as number[][][];
    step.dispose();
    return rows.map(String);
  };
  const [first, second] = [run(), run()];
  assert.deepEqual(first, second);
  assert.equal(new Set(first).size, 6);
});

Deno.test("dropout() says what its rate must be", () => {
  assert.throws(() => dropout({ rate: 1, seed: 1 }), /rate must be from 0 to below 1, received 1/);
});
