import assert from "node:assert/strict";
import { normGradients } from "../../lib/experiments/norm_gradients.ts";

const numbers = (seed: number) =>
  Array.from({ length: 5 }, (_, i) => [0, 1, 2].map((j) => Math.sin(12.9898 * (3 * i + j) + seed)));

Deno.test("normGradients(): four ways to one gradient", async () => {
  const options = { x: numbers(1), weights: numbers(2), gamma: [1.5, -0.7, 2], epsilon: 0.01 };
  const [constants, formula, tensorflow, jax, differences] = await normGradients(options);
  const gap = (a: number[][], b: number[][]) =>
    Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i][j]))));
  assert(gap(formula.gradient, jax.gradient) < 1e-12, "both in float64");
  assert(gap(tensorflow.gradient, jax.gradient) < 1e-5, "float32");
  assert(
    gap(jax.gradient, differences.gradient) < 1e-8,
    "steps of 1e-5: error 1e-10 times curvature",
  );
  assert(gap(constants.gradient, formula.gradient) > 0.1, "constants are wrong");
  // The sum over the batch of each feature's gradient is 0.
  for (const j of [0, 1, 2]) {
    assert(Math.abs(jax.gradient.reduce((sum, row) => sum + row[j], 0)) < 1e-12);
  }
});
