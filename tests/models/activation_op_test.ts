import assert from "node:assert/strict";
import { activationOp } from "../../lib/models/activation_op.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("activationOp() gives the named function", () => {
  const u = tf.tensor1d([-1.3, 0.4, 2.2]);
  const expected = {
    linear: (v: number) => v,
    sigmoid: (v: number) => 1 / (1 + Math.exp(-v)),
    tanh: Math.tanh,
    relu: (v: number) => Math.max(v, 0),
  };
  for (const [name, f] of Object.entries(expected)) {
    const values = activationOp(name as keyof typeof expected)(u).dataSync();
    [-1.3, 0.4, 2.2].forEach((v, i) =>
      assert(Math.abs(values[i] - f(v)) < 4 * 2.2 * 2 ** -24, name)
    );
  }
});
