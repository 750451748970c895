import assert from "node:assert/strict";
import { compile } from "../../lib/tensorflow/compile/compile.ts";
import { RandomStream } from "../../lib/tensorflow/random_stream.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const take = (tensor: tf.Tensor): number[] => {
  const values = [...tensor.dataSync()];
  tensor.dispose();
  return values;
};

Deno.test("RandomStream draws the same numbers for a seed, others for another and for each draw", () => {
  const before = tf.memory().numTensors;
  const [a, b, c] = [5, 5, 6].map((seed) => new RandomStream(seed));
  const [first, second] = [take(a.normal([11])), take(a.normal([11]))];
  assert.deepEqual([take(b.normal([11])), take(b.normal([11]))], [first, second]);
  assert.notDeepEqual(first, second);
  assert.notDeepEqual(take(c.normal([11])), first);
  for (const stream of [a, b, c]) stream.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("RandomStream has the moments of its distributions", () => {
  const stream = new RandomStream(3);
  const n = 100_000;
  const moments = (values: number[]) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / n;
    return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n];
  };
  // Four standard errors: σ/√n of the mean, √(μ₄ − σ⁴)/√n of the variance.
  const [mean, variance] = moments(take(stream.normal([n])));
  assert(Math.abs(mean) < 4 / Math.sqrt(n) && Math.abs(variance - 1) < 4 * Math.sqrt(2 / n));
  const uniform = take(stream.uniform([n]));
  const [middle, spread] = moments(uniform);
  assert(Math.abs(middle - 1 / 2) < 4 * Math.sqrt(1 / 12 / n));
  assert(Math.abs(spread - 1 / 12) < 4 * Math.sqrt((1 / 80 - 1 / 144) / n));
  assert(uniform.every((x) => x >= 0 && x < 1));
  stream.dispose();
});

Deno.test("a compiled step draws what an eager one draws, a new draw each step", () => {
  const rows = 7;
  const eager = new RandomStream(9);
  const expected = Array.from({ length: rows }, () => [
    ...take(eager.normal([5])),
    ...take(eager.uniform([5])),
  ]);
  assert.equal(new Set(expected.map(String)).size, rows);
  const stream = new RandomStream(9);
  const draw = () => tf.concat([stream.normal([5]), stream.uniform([5])]);
  const step = compile(draw, { expectedSteps: 1e6 });
  assert.deepEqual(take(step.many([], { steps: rows })), expected.flat());
  step.dispose();
  stream.dispose();
  eager.dispose();
});
