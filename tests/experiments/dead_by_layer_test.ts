import assert from "node:assert/strict";
import { deadByLayer, deadShare } from "../../lib/experiments/dead_by_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net = { inputs: "gaussian", examples: 13, depth: 3, width: 17, seeds: [1, 2] } as const;

Deno.test("deadShare() counts columns that are never positive", () => {
  assert.equal(deadShare(tf.tensor2d([[0, 1, 0, 0], [0, 0, 0, 3]])).dataSync()[0], 0.5);
});

Deno.test("deadByLayer() gives a share for each layer and seed, 1 when biases drown everything", async () => {
  const rows = await deadByLayer({ ...net, gain: 2, biasVariance: 0 });
  assert.deepEqual(rows.map(({ seed, layer }) => [seed, layer]), [
    ...[[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3]],
  ]);
  const drowned = await deadByLayer({ ...net, width: 401, gain: 1e-12, biasVariance: 1 });
  // Half of the biases are negative: 4·σ of a share of 401.
  assert(Math.abs(drowned[2].dead - 0.5) < 4 * 0.5 / Math.sqrt(401), `${drowned[2].dead}`);
});
