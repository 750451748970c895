import assert from "node:assert/strict";
import { recoverAfterStop } from "../../lib/tensorflow/after_stop.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const slope = () => tf.tidy(() => tf.grad((x) => x.square().sum())(tf.scalar(3)).dataSync()[0]);

Deno.test("recoverAfterStop() makes gradients work again where a computation was cut off", () => {
  const before = tf.memory().numTensors;
  // What Stop leaves behind when it hits inside a product: measured in a kernel.
  tf.engine().startScope("matMul__op");
  tf.ones([3, 5]);
  (tf.engine().state as unknown as { kernelDepth: number }).kernelDepth = 1;
  assert.throws(slope, /[Cc]annot/);
  assert.equal(recoverAfterStop(), true);
  assert.equal(slope(), 6);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("recoverAfterStop() leaves a scope alone that somebody opened on purpose", () => {
  tf.engine().startScope();
  const kept = tf.ones([3]);
  assert.equal(recoverAfterStop(), false);
  assert.equal(kept.isDisposed, false);
  tf.engine().endScope();
});
