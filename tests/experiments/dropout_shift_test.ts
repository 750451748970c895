import assert from "node:assert/strict";
import { dropoutShift } from "../../lib/experiments/dropout_shift.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("dropoutShift() without dropout finds a ratio near 1, with dropout one below", async () => {
  const before = tf.memory().numTensors;
  const net = { place: "behind", depth: 2, learningRate: 0.1, steps: 60, seeds: [1] } as const;
  const without = await dropoutShift({ ...net, rate: 0 });
  const half = await dropoutShift({ ...net, rate: 0.5 });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(half.map(({ layer }) => layer), [1, 2]);
  assert(without.every(({ predicted }) => predicted === 1));
  // The running variance is that of some ten batches of 100, and the weights move meanwhile.
  assert(without.every(({ measured }) => Math.abs(measured - 1) < 0.2));
  assert(half[1].measured < 0.85 && half[1].predicted < 0.85);
});
