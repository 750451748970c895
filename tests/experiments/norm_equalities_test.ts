import assert from "node:assert/strict";
import { normEqualities } from "../../lib/experiments/norm_equalities.ts";
import { renormAgainst } from "../../lib/experiments/renorm_facts.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("normEqualities() compares nine pairs, and keeps no tensor", async () => {
  const before = tf.memory().numTensors;
  const rows = await normEqualities(3);
  assert.equal(tf.memory().numTensors, before);
  assert.equal(rows.length, 9);
  // Outputs of size 1 to 4 after sums of up to 90 numbers in float32.
  for (const { equality, difference } of rows) assert(difference < 2e-6, equality);
});

Deno.test("renormAgainst() is 0 for both ends of batch renormalization, up to rounding", async () => {
  for (const other of ["inference", "batch"] as const) {
    assert(await renormAgainst(other, 5) < 1e-5, other);
  }
});
