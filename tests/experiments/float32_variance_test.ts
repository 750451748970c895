import assert from "node:assert/strict";
import { float32Variance } from "../../lib/experiments/float32_variance.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("float32Variance(): two passes agree with float64, one pass does not at a mean of 10,000", async () => {
  const before = tf.memory().numTensors;
  const rows = await float32Variance({ means: [0, 1e4], count: 1000, seeds: [1, 2, 3] });
  assert.equal(tf.memory().numTensors, before);
  for (const { mean, onePass, twoPasses, exact } of rows) {
    assert(Math.abs(twoPasses - exact) < 1e-5, `${mean}`);
    if (mean === 0) assert(Math.abs(onePass - exact) < 1e-5);
    // x² is near 10⁸, where float32 numbers are 8 apart.
    else assert(onePass % 8 === 0 && Math.abs(onePass - exact) > 0.5, `${onePass}`);
  }
});
