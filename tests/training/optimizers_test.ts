import assert from "node:assert/strict";
import { tf } from "../../lib/tensorflow/tf.ts";
import { adam, type Optimizer, rmsprop, sgd } from "../../lib/training/optimizers.ts";

/** Ours and that of TensorFlow.js with the same settings. */
const pairs: [name: string, ours: () => Optimizer, theirs: () => tf.Optimizer][] = [
  ["sgd()", () => sgd(), () => tf.train.sgd(0.07)],
  ["sgd({ momentum })", () => sgd({ momentum: 0.8 }), () => tf.train.momentum(0.07, 0.8)],
  [
    "sgd({ nesterov })",
    () => sgd({ momentum: 0.8, nesterov: true }),
    () => tf.train.momentum(0.07, 0.8, true),
  ],
  [
    "adam()",
    () => adam({ beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }),
    () => tf.train.adam(0.07, 0.8, 0.95, 1e-3),
  ],
  [
    "rmsprop()",
    () => rmsprop({ decay: 0.85, epsilon: 1e-3 }),
    () => tf.train.rmsprop(0.07, 0.85, 0, 1e-3),
  ],
];

for (const [name, ours, theirs] of pairs) {
  Deno.test(`${name} moves weights as TensorFlow.js does, step by step`, () => {
    const start = [0.3, -1.1, 2.7];
    const [a, b] = [tf.variable(tf.tensor1d(start)), tf.variable(tf.tensor1d(start))];
    const [mine, other] = [ours(), theirs()];
    const rate = tf.scalar(0.07);
    mine.prepare([a]);
    for (let step = 0; step < 7; step++) {
      tf.tidy(() => {
        const gradient = (w: tf.Tensor) => w.square().mul(0.4).sub(1.3) as tf.Tensor1D;
        mine.update([a], [gradient(a)], rate);
        other.applyGradients({ [b.name]: gradient(b) });
      });
      a.dataSync().forEach((value, i) => {
        // Fewer than 20 roundings a step of numbers below 4, in another order.
        assert(Math.abs(value - b.dataSync()[i]) < (step + 1) * 20 * 4 * 2 ** -24, `step ${step}`);
      });
    }
    mine.dispose();
    other.dispose();
    tf.dispose([a, b, rate]);
  });
}

Deno.test("weightDecay takes rate·decay·w off, whatever the gradient", () => {
  const w = tf.variable(tf.tensor1d([2, -3]));
  const optimizer = adam({ weightDecay: 0.5 });
  tf.tidy(() => optimizer.update([w], [tf.zeros([2])], tf.scalar(0.1)));
  [1.9, -2.85].forEach((expected, i) => assert(Math.abs(w.dataSync()[i] - expected) < 1e-6));
  optimizer.dispose();
  w.dispose();
});

Deno.test("prepare() makes the state without moving anything, reset() forgets it", () => {
  const before = tf.memory().numTensors;
  const w = tf.tidy(() => tf.variable(tf.tensor1d([2, -3])));
  const optimizer = adam();
  optimizer.prepare([w]);
  const zeros = () => optimizer.state.every((slot) => slot.dataSync().every((x) => x === 0));
  assert.equal(optimizer.state.length, 3);
  assert(zeros());
  assert.deepEqual([...w.dataSync()], [2, -3]);
  tf.tidy(() => optimizer.update([w], [tf.ones([2])], tf.scalar(0.1)));
  assert(!zeros());
  optimizer.reset();
  assert(zeros());
  optimizer.dispose();
  w.dispose();
  assert.equal(tf.memory().numTensors, before);
});
