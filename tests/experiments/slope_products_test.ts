import assert from "node:assert/strict";
import { slopeAt, slopeProducts } from "../../lib/experiments/slope_products.ts";

Deno.test("slopeAt() agrees with the closed form", async () => {
  const s = 1 / (1 + Math.exp(-1.3));
  assert(Math.abs(await slopeAt("sigmoid", 1.3) - s * (1 - s)) < 4 * 2 ** -24);
  assert(Math.abs(await slopeAt("tanh", -0.7) - (1 - Math.tanh(0.7) ** 2)) < 4 * 2 ** -24);
});

Deno.test("slopeProducts() are in order and below the bound", async () => {
  const rows = await slopeProducts({ activation: "sigmoid", depth: 5, paths: 1009, seed: 1 });
  assert.deepEqual(rows.map((row) => row.depth), [1, 2, 3, 4, 5]);
  for (const { depth, low, median, high, rms } of rows) {
    assert(0 < low && low < median && median < high && high <= 4 ** -depth * (1 + 2 ** -20));
    assert(rms < high * 1.01);
  }
});
