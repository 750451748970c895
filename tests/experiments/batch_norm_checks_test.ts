import assert from "node:assert/strict";
import { batchNormChecks } from "../../lib/experiments/batch_norm_checks.ts";
import { writtenBatchNorm, writtenBatchNorms } from "../../lib/experiments/wrong_batch_norms.ts";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("writtenBatchNorm(right) is batchNorm()", () => {
  tf.tidy(() => {
    const x = tf.randomNormal([7, 3], 2, 5, "float32", 1) as tf.Tensor2D;
    const found = writtenBatchNorm("right").train(x);
    assert(found.sub(batchNorm(x).y).abs().max().dataSync()[0] < 1e-5);
  });
});

Deno.test("batchNormChecks(): the right one passes all, every other fails at least one", async () => {
  const before = tf.memory().numTensors;
  const rows = await batchNormChecks();
  assert.equal(tf.memory().numTensors, before);
  for (const writing of writtenBatchNorms) {
    const own = rows.filter((row) => row.writing === writing);
    assert.equal(own.length, 8);
    assert.equal(own.every(({ passes }) => passes), writing === "right", writing);
  }
  for (const check of new Set(rows.map((row) => row.check))) {
    assert(rows.some((row) => row.check === check && !row.passes), `nothing fails "${check}"`);
  }
});
