import assert from "node:assert/strict";
import { scaleInvariance } from "../../lib/experiments/scale_invariance.ts";

Deno.test("scaleInvariance(): outputs stay, gradients shrink, and stand at right angles to the weights", async () => {
  for (const factor of [0.1, 7]) {
    const [row] = await scaleInvariance({ factor, learningRate: 0.5, seed: 2 });
    // Float32 sums over 784 pixels.
    assert(row.change < 1e-4, `${row.change}`);
    assert(Math.abs(row.gradientRatio * factor - 1) < 1e-4);
    assert(row.cosine < 1e-5, `${row.cosine}`);
    assert(row.plainCosine > 1e-3, `${row.plainCosine}`);
    assert(row.growth < 1e-5, `${row.growth}`);
    // Gradient descent turns by 1/|w|² of what it did, Adam by 1/|w|.
    assert(Math.abs(row.sgdAngleRatio * factor ** 2 - 1) < 1e-3, `${row.sgdAngleRatio}`);
    assert(Math.abs(row.adamAngleRatio * factor - 1) < 1e-2, `${row.adamAngleRatio}`);
  }
});
