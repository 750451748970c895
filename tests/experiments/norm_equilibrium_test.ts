import assert from "node:assert/strict";
import { normEquilibrium } from "../../lib/experiments/norm_equilibrium.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("normEquilibrium(): without decay the weights only grow, with much decay they shrink", async () => {
  const before = tf.memory().numTensors;
  const run = { learningRate: 0.3, gain: 1, steps: 60, every: 20, seeds: [1] };
  const free = await normEquilibrium({ ...run, weightDecay: 0 });
  const bound = await normEquilibrium({ ...run, weightDecay: 0.1 });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(free.map(({ step }) => step), [20, 40, 60]);
  assert(free[2].norm > free[1].norm && free[1].norm > free[0].norm);
  assert(bound[2].norm < bound[0].norm && bound[2].norm < free[2].norm);
  // The angle of a step is η|g|/|w| = η·unitGradient/|w|², for a gradient at right angles to the weights.
  for (const { angle, unitGradient, norm } of free) {
    assert(Math.abs(angle / (0.3 * unitGradient / norm ** 2) - 1) < 0.02, `${angle}`);
  }
});
