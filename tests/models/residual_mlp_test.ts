import assert from "node:assert/strict";
import { blockKinds, residualMlp } from "../../lib/models/residual_mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net = { inputs: 7, width: 11, blocks: 2, outputs: 3, seed: 5 };
const x = () => tf.randomNormal([13, 7], 0, 1, "float32", 4) as tf.Tensor2D;
/** Sums of up to 11 terms in four layers, of values below 10. */
const tolerance = 4 * 4 * 11 * 10 * 2 ** -24;

/** Weights and biases of the dense layers, in their order. */
function dense(model: tf.LayersModel): [tf.Tensor2D, tf.Tensor1D][] {
  return model.layers.filter((layer) => layer.getClassName() === "Dense")
    .map((layer) => layer.getWeights() as [tf.Tensor2D, tf.Tensor1D]);
}

for (
  const [kind, identity, branch] of [
    ...[["plain", 0, 1], ["residual", 1, 1], ["scaled", 1, 1 / Math.SQRT2]] as const,
    ...[["skipInit", 1, 0], ["fixup", 1, 0]] as const,
  ]
) {
  Deno.test(`residualMlp() computes what its weights say, written out: ${kind}`, () => {
    const model = residualMlp({ ...net, kind });
    const [[w0, b0], [w1, b1], [w2, b2], [w3, b3]] = dense(model);
    const block = (y: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D) =>
      y.mul(identity).add(y.relu().matMul(w).add(b).mul(branch)) as tf.Tensor2D;
    const y = block(block(x().matMul(w0).add(b0) as tf.Tensor2D, w1, b1), w2, b2);
    const expected = y.relu().matMul(w3).add(b3);
    const gap = (model.predictOnBatch(x()) as tf.Tensor).sub(expected).abs().max().dataSync()[0];
    assert(gap < tolerance, `${gap}`);
  });
}

Deno.test("residualMlp() of kind none has no blocks", () => {
  assert.equal(dense(residualMlp({ ...net, kind: "none" })).length, 2);
});

Deno.test("residualMlp() normalizes before the branch, or lets it begin at 0 behind", () => {
  const zero = residualMlp({ ...net, kind: "zeroGamma" });
  const [[w0, b0], , , [w3, b3]] = dense(zero);
  const head = x().matMul(w0).add(b0).relu().matMul(w3).add(b3);
  for (const training of [false, true]) {
    const gap = (zero.apply(x(), { training }) as tf.Tensor).sub(head).abs().max().dataSync()[0];
    assert(gap < tolerance, `${gap}`);
  }
  const normalized = residualMlp({ ...net, kind: "normalized" });
  const [plain, larger] = [1, 100].map((scale) =>
    normalized.apply(x().mul(scale), { training: true }) as tf.Tensor
  );
  // The input's scale is taken out again by the last normalization, up to the branches' share.
  assert(larger.abs().max().dataSync()[0] < 3 * plain.abs().max().dataSync()[0]);
});

Deno.test("residualMlp() trains every kind, and refuses no blocks and no width", () => {
  for (const kind of blockKinds) {
    const model = residualMlp({ ...net, kind });
    const { grads } = tf.variableGrads(() =>
      (model.apply(x(), { training: true }) as tf.Tensor).square().mean().asScalar()
    );
    assert.equal(Object.keys(grads).length, model.trainableWeights.length, kind);
  }
  for (const wrong of [{ blocks: 0 }, { width: 2.5 }, { blocks: NaN }]) {
    assert.throws(() => residualMlp({ ...net, ...wrong, kind: "plain" }), /whole number from 1/);
  }
});
