import assert from "node:assert/strict";
import { residualSignals } from "../../lib/experiments/residual_signals.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net = { blocks: 3, width: 101, examples: 53, seeds: [1, 2] };

Deno.test("residualSignals() begin with the inputs' moments, a row for each block and seed", async () => {
  const before = tf.memory().numTensors;
  for (const kind of ["plain", "residual", "scaled", "normalized"] as const) {
    const rows = await residualSignals({ kind, ...net });
    assert.deepEqual(rows.map(({ seed, block }) => 10 * seed + block), [
      ...[10, 11, 12, 13, 20, 21, 22, 23],
    ]);
    // 4·σ/√N of 53 · 101 squares of normal numbers.
    assert(Math.abs(rows[0].secondMoment - 1) < 4 * Math.sqrt(2 / 53 / 101));
    for (const row of rows) assert(row.batchVariance <= row.secondMoment);
  }
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("residualSignals() take absolute values for positive inputs", async () => {
  const [row] = await residualSignals({ kind: "plain", ...net, inputs: "positive" });
  // Var|z| = 1 − 2/π; 4·σ/√N.
  const spread = 4 * Math.sqrt(2 / 53 / 101) + 1 / 53;
  assert(Math.abs(row.batchVariance - (1 - 2 / Math.PI)) < spread, `${row.batchVariance}`);
});
