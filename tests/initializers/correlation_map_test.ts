import assert from "node:assert/strict";
import {
  correlationsByLayer,
  deadProbability,
  reluCorrelation,
} from "../../lib/initializers/correlation_map.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("reluCorrelation() agrees with drawn pairs of normal numbers", () => {
  for (const c of [-0.6, 0, 0.3, 0.9]) {
    const ratio = tf.tidy(() => {
      const [z, w] = [1, 2].map((seed) => tf.randomNormal([1_000_000], 0, 1, "float32", seed));
      const other = z.mul(c).add(w.mul(Math.sqrt(1 - c * c)));
      return z.relu().mul(other.relu()).mean().mul(2).dataSync()[0];
    });
    // 4·σ/√N: the product of two ReLUs has a variance of at most E[z⁴]/2 = 3/2.
    assert(Math.abs(ratio - reluCorrelation(c)) < 2 * 4 * Math.sqrt(1.5 / 1e6), `${c}: ${ratio}`);
  }
});

Deno.test("reluCorrelation() takes 0.5 to the published values, and keeps −1, 1", () => {
  // Claims of the course, computed independently by quadrature.
  let c = 0.5;
  const after = Array.from({ length: 50 }, () => c = reluCorrelation(c));
  [[5, 0.81045], [10, 0.89765], [50, 0.98866]].forEach(([layers, value]) =>
    assert(Math.abs(after[layers - 1] - value) < 1e-5)
  );
  assert(Math.abs(reluCorrelation(1) - 1) < 1e-15 && Math.abs(reluCorrelation(-1)) < 1e-15);
  for (const wrong of [1.1, -2, NaN]) assert.throws(() => reluCorrelation(wrong), RangeError);
});

Deno.test("correlationsByLayer() keeps He's mean square, and a bias puts a floor under a small gain", () => {
  const net = { depth: 60, secondMoment: 1, correlation: 0.2 };
  const he = correlationsByLayer({ ...net, gain: 2, biasVariance: 0 });
  he.forEach(({ preSecondMoment }) => assert(Math.abs(preSecondMoment - 2) < 1e-12));
  assert(Math.abs(he[1].correlation - reluCorrelation(0.2)) < 1e-15);
  // q = g·q/2 + v has the solution v/(1 − g/2).
  const floor = correlationsByLayer({ ...net, gain: 1, biasVariance: 0.3 }).at(-1)!;
  assert(Math.abs(floor.preSecondMoment - 0.6) < 1e-12);
  assert(floor.correlation > 0.999999);
});

Deno.test("deadProbability() is 2⁻ᴺ without correlation, ½ with full, and known for N = 2", () => {
  assert(Math.abs(deadProbability({ correlation: 0, examples: 5 }) - 1 / 32) < 1e-12);
  assert.equal(deadProbability({ correlation: 1, examples: 1000 }), 1 / 2);
  // Both of two negative: ¼ + asin(c)/(2π) (Sheppard 1899).
  const two = deadProbability({ correlation: 0.37, examples: 2 });
  assert(Math.abs(two - (1 / 4 + Math.asin(0.37) / (2 * Math.PI))) < 1e-9);
});
