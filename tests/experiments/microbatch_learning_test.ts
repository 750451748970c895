import assert from "node:assert/strict";
import { microbatchLearning } from "../../lib/experiments/microbatch_learning.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const options = { learningRates: [0.1, 0.3], steps: 20, seeds: [1, 2] };

Deno.test("microbatchLearning() gives a row for each rate and seed, and keeps no tensor", async () => {
  const before = tf.memory().numTensors;
  const net = { norm: "batch", microbatch: 16, sorted: true } as const;
  const rows = await microbatchLearning({ ...net, ...options });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map((row) => [row.learningRate, row.seed]), [
    ...[[0.1, 1], [0.1, 2], [0.3, 1], [0.3, 2]],
  ]);
  assert(rows.every(({ accuracy }) => accuracy > 0.1 && accuracy < 1));
});

Deno.test("microbatchLearning(): to layer normalization it is all one who the neighbours are", async () => {
  const net = { norm: "layer", microbatch: 8 } as const;
  const [mixed, sorted] = [
    await microbatchLearning({ ...net, ...options, sorted: false }),
    await microbatchLearning({ ...net, ...options, sorted: true }),
  ];
  mixed.forEach(({ accuracy }, k) => {
    // The same sums in another order: a few of 2,000 digits may fall on the other side.
    assert(Math.abs(accuracy - sorted[k].accuracy) < 0.01, `${accuracy} ${sorted[k].accuracy}`);
  });
});
