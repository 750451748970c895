import assert from "node:assert/strict";
import { convolutionsWithNorm } from "../../lib/experiments/convolutions_with_norm.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("convolutionsWithNorm() trains a net for each seed, with each normalization", async () => {
  const before = tf.memory().numTensors;
  const training = { batchSize: 20, learningRate: 0.1, steps: 30, seeds: [1, 2] };
  for (const norm of ["none", "batch", "group"] as const) {
    const rows = await convolutionsWithNorm({ norm, ...training });
    assert.deepEqual(rows.map(({ seed }) => seed), [1, 2]);
    for (const { curve } of rows) assert(curve.at(-1)!.loss! < curve[0].loss!, norm);
  }
  const [small] = await convolutionsWithNorm({ norm: "batch", side: 7, ...training, steps: 5 });
  assert(small.accuracy > 0 && small.accuracy < 1);
  assert.equal(tf.memory().numTensors, before);
});
