import assert from "node:assert/strict";
import { outputNoise } from "../../lib/experiments/output_noise.ts";

Deno.test("outputNoise() falls with the batch like 1/√m, and grows with the value", async () => {
  const of = (value: number, examples: number) =>
    outputNoise({ value, examples, batches: 20_000, seed: 1 });
  const [small, large] = [await of(0, 25), await of(0, 100)];
  // Corrections of order 1/m: a twentieth here.
  assert(Math.abs(small / large - 2) < 0.1, `${small / large}`);
  assert(await of(2, 25) > 1.3 * small);
});
