import assert from "node:assert/strict";
import { learningByBlock } from "../../lib/experiments/learning_by_block.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("learningByBlock() begins each rate with the same weights, and leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  const rows = await learningByBlock({
    ...{ kind: "normalized", blocks: 2, learningRates: [0.1, 0.01, 0.1], seeds: [1], steps: 5 },
  });
  assert.deepEqual(rows.map(({ learningRate }) => learningRate), [0.1, 0.01, 0.1]);
  assert.deepEqual(rows[0].curve, rows[2].curve);
  assert.equal(rows[0].curve[0].loss, rows[1].curve[0].loss);
  assert.equal(tf.memory().numTensors, before);
});
