import assert from "node:assert/strict";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import { noisyBatchNormLayer } from "../../lib/normalization/noisy_batch_norm.ts";
import { compile } from "../../lib/tensorflow/compile/compile.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const x = tf.randomNormal([400, 50], 3, 2, "float32", 1);
function modelOf(options: { shift?: number; stretch?: number } = {}): tf.LayersModel {
  const input = tf.input({ shape: [50] });
  const layer = noisyBatchNormLayer({ momentum: 0.5, seed: 3, ...options });
  return tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
}
const trained = (model: tf.LayersModel) => model.apply(x, { training: true }) as tf.Tensor;
const gap = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0];

Deno.test("noisyBatchNormLayer() without noise is batch normalization", () => {
  assert(gap(trained(modelOf({ shift: 0, stretch: 0 })), batchNorm(x).y) < 1e-5);
});

Deno.test("noisyBatchNormLayer() moves mean and variance of each unit, differently in each step", () => {
  const model = modelOf();
  const looks = [1, 2, 3].map(() => tf.moments(trained(model), 0));
  for (const { mean, variance } of looks) {
    // A unit's mean moves by shift·(−1 to 1): its square is ½²/3 on average, over 50 units.
    const square = mean.square().mean().dataSync()[0];
    assert(square > 0.04 && square < 0.13, `${square}`);
    assert(tf.moments(variance).variance.sqrt().dataSync()[0] > 0.1);
  }
  assert(gap(looks[0].mean, looks[1].mean) > 0.3, "the next step draws anew");
});

Deno.test("noisyBatchNormLayer() has no noise in inference, and keeps statistics without noise", () => {
  const model = modelOf();
  for (let step = 0; step < 20; step++) trained(model);
  assert(gap(model.predictOnBatch(x) as tf.Tensor, batchNorm(x).y) < 1e-3);
});

Deno.test("noisyBatchNormLayer() draws anew in each step of a compiled program", () => {
  const [eager, fast] = [modelOf(), modelOf()];
  const compiled = compile(() => trained(fast).mean(0));
  const steps = [1, 2, 3].map(() => [trained(eager).mean(0), compiled()]);
  for (const [a, b] of steps) assert(gap(a, b) < 1e-4);
  assert(gap(steps[0][1], steps[1][1]) > 0.3);
  compiled.dispose();
});

Deno.test("noisyBatchNormLayer() asks for noise that is not negative", () => {
  assert.throws(() => noisyBatchNormLayer({ seed: 1, shift: -1 }), /shift must be 0 or more/);
  assert.throws(() => noisyBatchNormLayer({ seed: 1, stretch: NaN }), RangeError);
});
