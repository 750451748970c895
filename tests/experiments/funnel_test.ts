import assert from "node:assert/strict";
import { funnel } from "../../lib/experiments/funnel.ts";

Deno.test("funnel() multiplies the signal by n_in·Var(W) and the gradient by n_out·Var(W)", async () => {
  const { forward, backward } = await funnel({
    ...{ widths: [307, 211, 401], law: () => 1 / 100, examples: 53, seeds: [1, 2, 3, 4, 5] },
  });
  // 4·σ/√N of logarithms that vary by 2/n a layer.
  const tolerance = 4 * Math.sqrt((2 / 211 + 2 / 401) / 5);
  assert(Math.abs(Math.log(forward / (3.07 * 2.11))) < tolerance, `${forward}`);
  assert(Math.abs(Math.log(backward / (2.11 * 4.01))) < tolerance, `${backward}`);
});
