import assert from "node:assert/strict";
import { lsuv } from "../../lib/initializers/lsuv.ts";
import { mlp } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net = () =>
  mlp({ inputs: 7, hidden: [11, 5], outputs: 3, activation: "relu", gain: 9, seed: 2 });
const inputs = () => tf.randomNormal([53, 7], 1, 2, "float32", 4);

Deno.test("lsuv() brings each layer's outputs to variance 1, computed apart", () => {
  const model = net();
  const rows = lsuv(model, inputs(), { tolerance: 1e-5 });
  assert.deepEqual(rows.map(({ layer, scalings }) => [layer, scalings]), [
    ...[["preactivation_1", 1], ["preactivation_2", 1], ["logits", 1]],
  ]);
  const [w1, , w2, , w3] = model.getWeights() as tf.Tensor2D[];
  const u1 = (inputs() as tf.Tensor2D).matMul(w1);
  const u2 = u1.relu().matMul(w2);
  const u3 = u2.relu().matMul(w3);
  for (const u of [u1, u2, u3]) {
    assert(Math.abs(tf.moments(u).variance.dataSync()[0] - 1) < 1e-5);
  }
});

Deno.test("lsuv() leaves a layer alone that is right, and stops when told", () => {
  const model = net();
  lsuv(model, inputs());
  assert(lsuv(model, inputs()).every(({ scalings }) => scalings === 0));
  assert(lsuv(net(), inputs(), { most: 0 }).every(({ before, after }) => before === after));
});

Deno.test("lsuv() says what is wrong with NaN, with zeros, and without rows", () => {
  assert.throws(() => lsuv(net(), tf.fill([5, 7], NaN)), /preactivation_1 must vary.*NaN/);
  assert.throws(() => lsuv(net(), tf.zeros([5, 7])), /preactivation_1 must vary/);
  assert.throws(() => lsuv(net(), tf.zeros([0, 7])), /must have a row/);
});

Deno.test("lsuv() leaves no tensor behind", () => {
  const [model, x] = [net(), inputs()];
  const before = tf.memory().numTensors;
  lsuv(model, x);
  assert.equal(tf.memory().numTensors, before);
});
