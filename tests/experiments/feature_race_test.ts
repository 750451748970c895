import assert from "node:assert/strict";
import { featureRace } from "../../lib/experiments/feature_race.ts";

Deno.test("featureRace() begins with everything to learn, and the largest feature is first", async () => {
  const rows = await featureRace({ sds: [1, 5], examples: 503, steps: 10, seed: 2 });
  assert.deepEqual(rows.slice(0, 2).map(({ left }) => left), [1, 1]);
  const [small, large] = rows.slice(-2);
  // (1 − 1/25)¹⁰ = 0.66; correlations of 503 examples are below 4/√503 and weigh five times.
  assert(Math.abs(small.left - 0.96 ** 10) < 0.25, `${small.left}`);
  assert(large.left < 0.1, `${large.left}`);
});
