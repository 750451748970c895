import assert from "node:assert/strict";
import { batchNormLayer } from "../../lib/normalization/batch_norm_layer.ts";
import { batchRenormLayer } from "../../lib/normalization/batch_renorm_layer.ts";
import { groupNorm, instanceNorm, layerNorm, rmsNorm } from "../../lib/normalization/layer_norm.ts";
import { layerNormLayer } from "../../lib/normalization/layer_norm_layer.ts";
import { noisyBatchNormLayer } from "../../lib/normalization/noisy_batch_norm.ts";
import { compile } from "../../lib/tensorflow/compile/compile.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const x = tf.randomNormal([3, 4, 5, 6], 1, 2, "float32", 1) as tf.Tensor4D;
const gap = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0];
function modelOf(layer: tf.layers.Layer): tf.LayersModel {
  const input = tf.input({ shape: [4, 5, 6] });
  return tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
}
const trained = (model: tf.LayersModel) => model.apply(x, { training: true }) as tf.Tensor;

const kinds = {
  layer: () => layerNorm(x),
  rms: () => rmsNorm(x),
  group: () => groupNorm(x, { groups: 3 }),
  instance: () => instanceNorm(x),
};
for (const [kind, expected] of Object.entries(kinds)) {
  Deno.test(`layerNormLayer(), kind ${kind}, is the function, in training and in inference`, () => {
    const model = modelOf(layerNormLayer({ kind: kind as keyof typeof kinds, groups: 3 }));
    assert(gap(trained(model), expected()) < 1e-6);
    assert(gap(model.predictOnBatch(x) as tf.Tensor, expected()) < 1e-6);
    assert.equal(model.trainableWeights.length, kind === "rms" ? 1 : 2);
  });
}

Deno.test("batchRenormLayer() begins as batch normalization, and follows its schedule", () => {
  const schedule = { warmUp: 2, r: { at: 4, most: 3 }, d: { at: 4, most: 5 } };
  const own = modelOf(batchRenormLayer({ momentum: 0.5, schedule }));
  const plain = modelOf(batchNormLayer({ momentum: 0.5 }));
  for (const step of [1, 2, 3, 4, 5, 6]) {
    const difference = gap(trained(own), trained(plain));
    // rMax is still 1 when step 3 begins: two steps are done.
    assert(step <= 3 ? difference < 1e-5 : difference > 1e-3, `step ${step}: ${difference}`);
  }
  assert.equal(own.getWeights().at(-1)!.dataSync()[0], 6);
  // The statistics have converged to those of this batch, so that both do the same in inference.
  assert(gap(own.predictOnBatch(x) as tf.Tensor, plain.predictOnBatch(x) as tf.Tensor) < 1e-5);
});

const layers = {
  "batch norm": () => batchNormLayer({ momentum: 0.7 }),
  "layer norm": () => layerNormLayer({ kind: "layer" }),
  "group norm": () => layerNormLayer({ kind: "group", groups: 2, epsilon: 0.01 }),
  "instance norm": () => layerNormLayer({ kind: "instance", center: false }),
  "rms norm": () => layerNormLayer({ kind: "rms" }),
  "noisy batch norm": () => noisyBatchNormLayer({ seed: 3 }),
  "batch renorm": () => batchRenormLayer({ schedule: { warmUp: 1, r: { at: 2, most: 3 } } }),
};
for (const [name, make] of Object.entries(layers)) {
  Deno.test(`a model with ${name} gives the same outputs after save and load`, async () => {
    const model = modelOf(make());
    for (let step = 0; step < 3; step++) trained(model);
    const values = (one: tf.LayersModel) => one.getWeights().map((w) => [...w.dataSync()]);
    const moved = model.getWeights().map((w, k) =>
      w.dtype === "float32" ? w.add(0.1 * k) : w.clone()
    );
    model.setWeights(moved);
    let saved!: tf.io.ModelArtifacts;
    await model.save(tf.io.withSaveHandler((artifacts) => {
      saved = { ...artifacts, modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)) };
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
      });
    }));
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
    assert.deepEqual(values(loaded), values(model));
    assert.equal(
      gap(loaded.predictOnBatch(x) as tf.Tensor, model.predictOnBatch(x) as tf.Tensor),
      0,
    );
    assert.equal(gap(trained(loaded), trained(model)), 0);
    assert.deepEqual(values(loaded), values(model), "and after a step of training");
  });

  Deno.test(`${name} does the same in a compiled step: outputs, gradients, statistics`, () => {
    const [eager, fast] = [modelOf(make()), modelOf(make())];
    const slopes = tf.randomNormal(x.shape, 0, 1, "float32", 3);
    const stepOf = (model: tf.LayersModel) => (input: tf.Tensor) => {
      const loss = (x: tf.Tensor) =>
        (model.apply(x, { training: true }) as tf.Tensor).mul(slopes).sum().asScalar();
      return tf.grad(loss)(input);
    };
    const compiled = compile(stepOf(fast));
    for (let step = 0; step < 3; step++) {
      const [a, b] = [stepOf(eager)(x), compiled(x)];
      assert(gap(a, b) < 1e-4, `${name}, step ${step}: ${gap(a, b)}`);
    }
    eager.getWeights().forEach((weight, k) =>
      assert(gap(weight, fast.getWeights()[k]) < 1e-5, `${name}: weight ${k}`)
    );
    compiled.dispose();
  });
}

Deno.test("layers of normalization say what is wrong with their options", () => {
  assert.throws(() => modelOf(layerNormLayer({ kind: "group", groups: 4 })), /4 groups divide/);
  assert.throws(() => batchRenormLayer({ momentum: 2 }), /momentum must be from 0 to 1/);
  assert.throws(() => batchRenormLayer({ schedule: { warmUp: 1e9 } }), /after the warm-up/);
});
