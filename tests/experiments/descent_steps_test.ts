import assert from "node:assert/strict";
import { descentSteps, drawFeatures } from "../../lib/experiments/descent_steps.ts";

const inputs = { means: [0.5, 0, -1], sds: [1, 2, 0.7], examples: 211, seed: 3 };

Deno.test("descentSteps() counts until the slowest error is small, by the law of a quadratic", async () => {
  const [{ condition, steps }] = await descentSteps({ ...inputs, tolerance: 0.05, rate: 1.5 });
  // At the rate 1.5/λmax the smallest direction keeps 1 − 1.5/κ, as long as that is the slowest.
  const predicted = Math.log(0.05) / Math.log(1 - 1.5 / condition);
  assert.equal(steps, Math.ceil(predicted));
});

Deno.test("descentSteps() says NaN when it gives up", async () => {
  const [{ steps }] = await descentSteps({ ...inputs, tolerance: 1e-9, most: 3 });
  assert(Number.isNaN(steps));
});

Deno.test("drawFeatures() have the means and standard deviations asked for", async () => {
  const x = await drawFeatures({ ...inputs, examples: 4001 });
  inputs.sds.forEach((sd, j) => {
    const mean = x.reduce((sum, row) => sum + row[j], 0) / x.length;
    assert(Math.abs(mean - inputs.means[j]) < 4 * sd / Math.sqrt(x.length));
  });
});
