import assert from "node:assert/strict";
import { reluCorrelation } from "../../lib/initializers/correlation_map.ts";
import { residualMap, varianceGrowth } from "../../lib/initializers/residual_laws.ts";

Deno.test("residualMap() doubles, keeps a plain net's size, and follows (1 + 1/L)^L", () => {
  const end = (options: { branch?: number; identity?: number }) =>
    residualMap({ blocks: 50, correlation: 0.3, ...options }).at(-1)!;
  assert.equal(end({}).secondMoment, 2 ** 50);
  assert.equal(end({ identity: 0 }).secondMoment, 1);
  // Claims of the course: 2.6916 at 50.
  assert(Math.abs(end({ branch: Math.sqrt(1 / 50) }).secondMoment - 2.6916) < 1e-4);
  assert.deepEqual(end({ branch: 0 }), { block: 50, secondMoment: 1, correlation: 0.3 });
});

Deno.test("residualMap() takes the correlation half of the way of a plain layer", () => {
  const [, one] = residualMap({ blocks: 1, correlation: 0.4 });
  assert(Math.abs(one.correlation - (0.4 + reluCorrelation(0.4)) / 2) < 1e-15);
  const plain = residualMap({ blocks: 5, identity: 0, correlation: 0.5 })[5];
  // Claims of the course: 0.81045 after five plain layers.
  assert(Math.abs(plain.correlation - 0.81045) < 1e-5);
});

Deno.test("varianceGrowth() rises from 2 − 1/π to 2", () => {
  assert(Math.abs(varianceGrowth(0) - (2 - 1 / Math.PI)) < 1e-15);
  assert(varianceGrowth(0.5) > varianceGrowth(0.1) && varianceGrowth(0.999) > 1.97);
});
