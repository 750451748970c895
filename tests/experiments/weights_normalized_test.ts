import assert from "node:assert/strict";
import { varianceByLayer } from "../../lib/experiments/weights_normalized.ts";

Deno.test("varianceByLayer() begins with n·Var(W): 1 for standardized weights, 2 for He's", async () => {
  const layers = { depth: 3, width: 200, examples: 300, seed: 5 };
  const [standardized] = await varianceByLayer({ ...layers, standardized: true });
  const [he] = await varianceByLayer({ ...layers, standardized: false });
  // Means over 200 units of variances of 300 examples: 4·√(2/300/200), and He's lengths vary by √(2/200).
  assert(Math.abs(standardized - 1) < 4 * Math.sqrt(2 / 300 / 200) + 0.01);
  assert(Math.abs(he / 2 - 1) < 4 * (Math.sqrt(2 / 300 / 200) + Math.sqrt(2 / 200 / 200)) + 0.01);
});
