import assert from "node:assert/strict";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { batchRenormLayer } from "../../lib/normalization/batch_renorm_layer.ts";
import { inMicrobatches } from "../../lib/normalization/microbatches.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const gap = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0];
const weights = {
  gamma: tf.tensor1d([2, -1, 0.5]),
  beta: tf.tensor1d([0, 3, -2]),
  epsilon: 0.01,
};

/** Each microbatch cut out, normalized alone, and put back. */
function oneByOne(x: tf.Tensor, size: number) {
  const parts = tf.split(x, x.shape[0] / size).map((part) => batchNorm(part, weights));
  return {
    y: tf.concat(parts.map(({ y }) => y)),
    mean: tf.stack(parts.map(({ mean }) => mean)).mean(0),
    variance: tf.stack(parts.map(({ variance }) => variance)).mean(0),
  };
}

for (const shape of [[15, 3], [15, 2, 7, 3]]) {
  Deno.test(`inMicrobatches() normalizes [${shape}] as if each microbatch came alone`, () => {
    const x = tf.randomNormal(shape, 2, 1.5, "float32", 1);
    const found = inMicrobatches(x, 5, (sideBySide, repeat) =>
      batchNorm(sideBySide, {
        gamma: repeat(weights.gamma),
        beta: repeat(weights.beta),
        epsilon: weights.epsilon,
      }));
    const expected = oneByOne(x, 5);
    for (const key of ["y", "mean", "variance"] as const) {
      assert(gap(found[key], expected[key]) < 1e-5, key);
    }
  });
}

Deno.test("inMicrobatches() refuses microbatches that do not divide the batch", () => {
  const x = tf.zeros([15, 3]);
  for (const size of [4, 0, 2.5, NaN]) {
    assert.throws(
      () => inMicrobatches(x, size, (y) => batchNorm(y)),
      /must divide the batch of 15/,
    );
  }
});

Deno.test("batchNormLayer() with microbatches updates by their statistics, unbiased if asked", () => {
  const x = tf.randomNormal([12, 3], 2, 1.5, "float32", 2);
  const input = tf.input({ shape: [3] });
  const layer = batchNormLayer({ momentum: 0, microbatch: 4, unbiased: true, epsilon: 0.01 });
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  const y = model.apply(x, { training: true }) as tf.Tensor;
  const plain = tf.concat(tf.split(x, 3).map((part) => batchNorm(part, { epsilon: 0.01 }).y));
  assert(gap(y, plain) < 1e-5);
  const { mean, variance } = oneByOne(x, 4);
  assert(gap(layer.getWeights()[2], mean) < 1e-5);
  assert(gap(layer.getWeights()[3], variance.mul(4 / 3)) < 1e-5);
  assert.equal(layer.getConfig().microbatch, 4);
});

Deno.test("batchRenormLayer() with microbatches is inference where nothing is cut off", () => {
  const x = tf.randomNormal([12, 3], 0.5, 1.5, "float32", 3);
  const input = tf.input({ shape: [3] });
  const wide = { warmUp: 0, r: { at: 1, most: 100 }, d: { at: 1, most: 100 } };
  const layer = batchRenormLayer({ microbatch: 4, schedule: wide });
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  model.apply(x, { training: true });
  const inference = model.predictOnBatch(x) as tf.Tensor;
  assert(gap(model.apply(x, { training: true }) as tf.Tensor, inference) < 1e-5);
});
