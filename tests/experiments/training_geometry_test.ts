import assert from "node:assert/strict";
import { trainingGeometry } from "../../lib/experiments/training_geometry.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net = {
  depth: 3,
  learningRate: 0.03,
  steps: 20,
  every: 10,
  trials: [0.01, 1],
  seeds: [1, 2],
};

Deno.test("trainingGeometry() looks at each net and step, and leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  const rows = await trainingGeometry({ ...net, normalized: true });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map(({ seed, step }) => [seed, step]), [[1, 0], [1, 10], [2, 0], [2, 10]]);
  for (const row of rows) {
    assert.deepEqual([row.along.length, row.shifts.length, row.shiftCosines.length], [2, 2, 2]);
    // A hundredth of a step goes down a little, and turns the gradient hardly at all.
    assert(row.along[0] < row.loss && row.gradientCosine > 0.99);
    assert(row.shifts.every((shift) => shift > 0) && row.shiftCosines.every((c) => c <= 1));
  }
});

Deno.test("trainingGeometry() also tries steps of given lengths", async () => {
  const [row] = await trainingGeometry({ ...net, normalized: false, lengths: [0, 1e-3, 1] });
  assert.equal(row.alongLengths.length, 3);
  assert(Math.abs(row.alongLengths[0] - row.loss) < 1e-6);
  // A short step goes down; one as long as all the weights does not.
  assert(row.alongLengths[1] < row.loss && row.alongLengths[2] > row.loss);
});

Deno.test("trainingGeometry() trains: the loss falls, and the same batch gives the same first loss", async () => {
  const rows = await trainingGeometry({
    ...net,
    steps: 60,
    every: 20,
    normalized: false,
    seeds: [1],
  });
  assert(rows[2].loss < rows[0].loss);
  const again = await trainingGeometry({ ...net, normalized: false, seeds: [1] });
  assert.equal(again[0].loss, rows[0].loss);
});
