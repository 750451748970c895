import assert from "node:assert/strict";
import { groupNorm, instanceNorm, layerNorm, rmsNorm } from "../../lib/normalization/layer_norm.ts";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { assertCase } from "./norm_fixture.ts";

for (const name of ["layer, dense", "layer, images"]) {
  Deno.test(`layerNorm() has PyTorch's outputs and gradients: ${name}`, () =>
    assertCase(name, (x, gamma, beta, epsilon) => layerNorm(x, { gamma, beta, epsilon })));
}
Deno.test("rmsNorm() has PyTorch's outputs and gradients", () =>
  assertCase("rms, dense", (x, gamma, beta, epsilon) => rmsNorm(x, { gamma, beta, epsilon })));
Deno.test("groupNorm() has PyTorch's outputs and gradients", () =>
  assertCase(
    "group of 3, images",
    (x, gamma, beta, epsilon) => groupNorm(x, { gamma, beta, epsilon, groups: 2 }),
  ));
Deno.test("instanceNorm() has PyTorch's outputs and gradients", () =>
  assertCase(
    "instance, images",
    (x, gamma, beta, epsilon) => instanceNorm(x, { gamma, beta, epsilon }),
  ));

const images = tf.randomNormal([3, 4, 5, 6], 1, 2, "float32", 1) as tf.Tensor4D;
const gap = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0];
const exact = { epsilon: 0 };

Deno.test("groupNorm() with one group is a layer normalization over places and channels", () => {
  const flat = layerNorm(images.reshape([3, 120]), exact).reshape([3, 4, 5, 6]);
  assert(gap(groupNorm(images, { ...exact, groups: 1 }), flat) < 1e-5);
});

Deno.test("instanceNorm() of one image is batchNorm() of a batch of one", () => {
  const one = images.slice([1, 0, 0, 0], [1, 4, 5, 6]);
  assert(gap(instanceNorm(one, exact), batchNorm(one, exact).y) < 1e-5);
});

Deno.test("layerNorm() of a matrix is batchNorm() of the transposed matrix", () => {
  const x = images.reshape([24, 15]) as tf.Tensor2D;
  assert(
    gap(layerNorm(x, exact), batchNorm(x.transpose() as tf.Tensor2D, exact).y.transpose()) < 1e-5,
  );
});

Deno.test("layerNorm() does not see the other examples, nor the scale of its own", () => {
  const x = images.reshape([24, 15]) as tf.Tensor2D;
  const first = layerNorm(x.slice([0, 0], [1, 15]), exact);
  const scaled = layerNorm(x.mul(7), exact).slice([0, 0], [1, 15]);
  assert(gap(first, scaled) < 1e-5);
});

Deno.test("layerNorm() and its relatives say what is wrong with their inputs", () => {
  assert.throws(() => layerNorm(tf.ones([3])), RangeError);
  assert.throws(() => layerNorm(tf.ones([3, 4], "int32")), TypeError);
  assert.throws(() => rmsNorm(tf.ones([3, 4]), { epsilon: NaN }), /epsilon/);
  assert.throws(() => layerNorm(tf.ones([3, 4]), { beta: tf.ones([3]) }), /each of the 4 channels/);
  for (const groups of [0, 4, 1.5, NaN]) {
    assert.throws(() => groupNorm(images, { groups }), /must divide the 6 channels/);
  }
  assert.deepEqual([...layerNorm(tf.fill([2, 3], 5), exact).dataSync()], [0, 0, 0, 0, 0, 0]);
});
