import assert from "node:assert/strict";
import {
  centredConditionNumber,
  conditionNumber,
  sampledConditionNumber,
} from "../../lib/statistics/condition_laws.ts";
import { symmetricEigen } from "../../lib/statistics/symmetric_eigen.ts";

Deno.test("conditionNumber() is that of v·I + μ²·11ᵀ, decomposed", () => {
  const [d, mean, variance] = [7, 1.3, 0.4];
  const matrix = Array.from(
    { length: d },
    (_, i) => Array.from({ length: d }, (_, j) => mean ** 2 + (i === j ? variance : 0)),
  );
  const { values } = symmetricEigen(matrix);
  const formula = conditionNumber({ features: d, mean, variance });
  assert(Math.abs(values.at(-1)! / values[0] / formula - 1) < 1e-12);
});

Deno.test("the laws of samples tend to those of infinitely many examples", () => {
  const alike = { features: 5, mean: 0.7, variance: 2 };
  const limit = conditionNumber(alike);
  assert(Math.abs(sampledConditionNumber({ ...alike, examples: 1e12 }) / limit - 1) < 1e-5);
  assert(Math.abs(centredConditionNumber({ features: 5, examples: 1e12 }) - 1) < 1e-4);
  assert.equal(centredConditionNumber({ features: 1, examples: 4 }), 9);
});
