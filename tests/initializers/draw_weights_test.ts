import assert from "node:assert/strict";
import { drawWeights } from "../../lib/initializers/draw_weights.ts";
import { read } from "../../lib/tensorflow/read.ts";

const shape: [number, number] = [211, 307];
const count = shape[0] * shape[1];
/** Kurtosis of each distribution: the variance of a sample variance is (kurtosis − 1)·σ⁴/N. */
const kurtosis = { normal: 3, uniform: 9 / 5, signs: 1 };

for (const distribution of ["normal", "uniform", "signs"] as const) {
  Deno.test(`drawWeights() has mean 0 and the variance asked for, ${distribution}`, async () => {
    const variance = 0.37;
    const weights = drawWeights(shape, { variance, distribution, seed: 5 });
    const values = [...await read(weights)];
    weights.dispose();
    const mean = values.reduce((sum, w) => sum + w, 0) / count;
    const square = values.reduce((sum, w) => sum + w * w, 0) / count;
    assert(Math.abs(mean) < 4 * Math.sqrt(variance / count), `mean ${mean}`);
    const spread = Math.sqrt((kurtosis[distribution] - 1) / count) + 2 ** -22;
    assert(Math.abs(square / variance - 1) < 4 * spread, `mean square ${square}`);
  });
}

Deno.test("drawWeights() gives the same weights for a seed and others for another", async () => {
  const draw = async (seed: number) => [...await read(drawWeights([3, 5], { variance: 1, seed }))];
  assert.deepEqual(await draw(7), await draw(7));
  assert.notDeepEqual(await draw(7), await draw(8));
});

Deno.test("drawWeights() refuses a negative variance and NaN", () => {
  for (const variance of [-1, NaN]) {
    assert.throws(() => drawWeights([2, 3], { variance, seed: 1 }), /at least 0, received/);
  }
});
