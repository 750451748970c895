import assert from "node:assert/strict";
import { mlp } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { crossEntropy, evaluate, type LabelledRows, train } from "../../lib/training/train.ts";

/** Three groups of points in five dimensions, far apart. */
function groups(count: number): LabelledRows {
  return tf.tidy(() => {
    const labels = tf.tensor1d(Int32Array.from({ length: count }, (_, i) => i % 3), "int32");
    const centers = tf.oneHot(labels, 5).mul(6);
    return {
      x: tf.randomNormal([count, 5], 0, 1, "float32", 3).add(centers) as tf.Tensor2D,
      labels,
    };
  });
}

const net = { inputs: 5, hidden: [7], outputs: 3, activation: "tanh" as const, gain: 1, seed: 1 };

Deno.test("train() takes the step of gradient descent, written out", () => {
  const data = groups(13);
  const model = mlp({ ...net, hidden: [] });
  const [w, b] = model.getWeights().map((v) => v.clone()) as [tf.Tensor2D, tf.Tensor1D];
  train(model, data, { steps: 1, batchSize: 13, learningRate: 0.3, seed: 1 });
  // dL/dlogits = (softmax − one-hot)/N, so that W falls by 0.3·xᵀ·(softmax − one-hot)/13.
  const wrong = tf.softmax(data.x.matMul(w).add(b)).sub(tf.oneHot(data.labels, 3)).div(13);
  const expected = [
    w.sub(data.x.matMul(wrong as tf.Tensor2D, true).mul(0.3)),
    b.sub(wrong.sum(0).mul(0.3)),
  ];
  model.getWeights().forEach((found, i) => {
    // Sums of 13 products of numbers up to 8, in float32.
    assert(found.sub(expected[i]).abs().max().dataSync()[0] < 4 * 13 * 8 * 2 ** -24);
  });
});

Deno.test("train() learns three groups, the same for the same seed, and leaves no tensor behind", () => {
  const data = groups(60);
  const options = { steps: 50, batchSize: 20, learningRate: 0.5, seed: 4 };
  const run = () => {
    const model = mlp(net);
    const losses = train(model, data, options);
    const scores = evaluate(model, data);
    const result = [...losses.dataSync(), ...scores.dataSync()];
    tf.dispose([losses, scores]);
    model.dispose();
    return result;
  };
  run();
  const before = tf.memory().numTensors;
  const [first, second] = [run(), run()];
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(first, second);
  assert.equal(first.length, 52);
  assert.equal(first[51], 1, "all right after training");
});

Deno.test("crossEntropy() of equal logits is ln C", () => {
  const loss = crossEntropy(tf.zeros([7, 5]) as tf.Tensor2D, tf.ones([7], "int32") as tf.Tensor1D);
  assert(Math.abs(loss.dataSync()[0] - Math.log(5)) < 2 ** -22);
});

Deno.test("train() names what is wrong with its options", () => {
  const data = groups(6);
  const model = mlp(net);
  const good = { steps: 1, batchSize: 3, learningRate: 0.1, seed: 1 };
  assert.throws(
    () => train(model, data, { ...good, batchSize: 7 }),
    /batchSize must be from 1 to the 6/,
  );
  assert.throws(
    () => train(model, data, { ...good, steps: 0 }),
    /steps must be at least 1, received 0/,
  );
  assert.throws(() => train(model, data, { ...good, learningRate: NaN }), /above 0, received NaN/);
});
