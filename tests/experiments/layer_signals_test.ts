import assert from "node:assert/strict";
import { layerHistograms } from "../../lib/experiments/layer_histograms.ts";
import { layerSignals, passThrough } from "../../lib/experiments/layer_signals.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net = { depth: 3, width: 11, activation: "tanh", gain: 1.7, biasVariance: 0.2 } as const;
const inputs = () => tf.randomNormal([13, 7], 0, 1, "float32", 5) as tf.Tensor2D;

Deno.test("layerSignals() are the statistics of the tensors, computed apart in float64", async () => {
  const x = inputs();
  const rows = await layerSignals(x, { ...net, seeds: [3, 4], large: 0.5 });
  assert.deepEqual(rows.map(({ seed, layer }) => [seed, layer]), [[3, 1], [3, 2], [3, 3], [4, 1], [
    4,
    2,
  ], [4, 3]]);
  const { u, out, gradient } = passThrough(x, { ...net, seed: 4 })[1];
  const row = rows[4];
  const near = (a: number, b: number) =>
    assert(Math.abs(a - b) < 4 * 143 * 2 ** -24 * (1 + Math.abs(b)), `${a}, ${b}`);
  near(row.preSecondMoment, mean(u, (v) => v * v));
  near(row.preVariance, mean(u, (v) => v * v) - mean(u, (v) => v) ** 2);
  near(row.outMean, mean(out, (v) => v));
  near(row.outSecondMoment, mean(out, (v) => v * v));
  near(row.outVariance, mean(out, (v) => v * v) - mean(out, (v) => v) ** 2);
  near(row.largeShare, mean(out, (v) => Math.abs(v) > 0.5 ? 1 : 0));
  const columns = tf.unstack(out, 1);
  const spread = columns.map((c) => mean(c, (v) => v * v) - mean(c, (v) => v) ** 2);
  near(row.exampleVariance, spread.reduce((sum, v) => sum + v, 0) / spread.length);
  near(row.zeroShare, 0);
  near(row.gradientSecondMoment, mean(gradient, (v) => v * v));
});

Deno.test("passThrough() sends back the gradient of the sum of outputs times random numbers", () => {
  const x = inputs();
  const layers = passThrough(x, { ...net, seed: 4 });
  const last = layers[2];
  // At the last layer the gradient is r·tanh'(u): dividing gives r back, with mean square near 1.
  const r = last.gradient.div(last.out.square().neg().add(1));
  const square = mean(r, (v) => v * v);
  assert(Math.abs(square - 1) < 4 * Math.sqrt(2 / 143), `${square}`);
});

Deno.test("layerSignals() leaves no tensor behind", async () => {
  const x = inputs();
  const before = tf.memory().numTensors;
  await layerSignals(x, { ...net, seeds: [1] });
  await layerHistograms(x, { ...net, seed: 1, of: "u" });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("layerHistograms() give each layer a density that integrates to 1", async () => {
  const rows = await layerHistograms(inputs(), { ...net, seed: 1, of: "out", bins: 17 });
  assert.deepEqual(rows.map((row) => row.layer), [1, 2, 3]);
  for (const { x, density } of rows) {
    const total = density.reduce((sum, d) => sum + d, 0) * (x[1] - x[0]);
    assert(Math.abs(total - 1) < 1e-9);
  }
});

function mean(tensor: tf.Tensor, f: (v: number) => number): number {
  const values = [...tensor.dataSync()];
  return values.reduce((sum, v) => sum + f(v), 0) / values.length;
}
