import assert from "node:assert/strict";
import {
  conditionByExamples,
  hessianOf,
  matrixOf,
} from "../../lib/experiments/condition_by_examples.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("conditionByExamples() is 1 for one feature, and larger with a mean than without", async () => {
  const options = { features: 1, examples: [17], seeds: [1, 2], centred: false };
  const one = await conditionByExamples({ activation: "relu", ...options });
  assert.deepEqual(one.map(({ condition }) => condition), [1, 1]);
  const many = { ...options, features: 5, examples: [500] };
  const raw = await conditionByExamples({ activation: "sigmoid", ...many });
  const centred = await conditionByExamples({ activation: "sigmoid", ...many, centred: true });
  raw.forEach((row, i) => assert(row.condition > 10 * centred[i].condition));
});

Deno.test("hessianOf() is XᵀX/n", async () => {
  const hessian = hessianOf(tf.tensor2d([[1, 2], [3, -4]]));
  assert.deepEqual(await matrixOf(hessian), [[5, -5], [-5, 10]]);
});
