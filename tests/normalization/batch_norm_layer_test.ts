import assert from "node:assert/strict";
import { batchNorm } from "../../lib/normalization/batch_norm.ts";
import {
  batchNormLayer,
  type BatchNormLayerOptions,
  frozenMode,
  trainingMode,
} from "../../lib/normalization/batch_norm_layer.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { assertNear, running, tensorOf } from "./norm_fixture.ts";

/** A model of nothing but the layer. */
function modelOf(options: BatchNormLayerOptions, shape: number[] = [5]) {
  const input = tf.input({ shape });
  const layer = batchNormLayer(options);
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  return { layer, model };
}

const trained = (model: tf.LayersModel, x: tf.Tensor) =>
  model.apply(x, { training: true }) as tf.Tensor;
const valuesOf = (tensors: tf.Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);
const gap = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).abs().max().dataSync()[0];

Deno.test("batchNormLayer() keeps the running statistics of Keras, and those of PyTorch if unbiased", () => {
  for (const [name, unbiased] of [["Keras", false], ["PyTorch", true]] as const) {
    const { model } = modelOf({ momentum: 0.9, epsilon: 1e-3, unbiased });
    for (const batch of running.batches) trained(model, tensorOf(batch));
    const [, , mean, variance] = model.getWeights();
    assertNear(mean, running[name].mean, { terms: 20, what: `${name} mean` });
    assertNear(variance, running[name].variance, { terms: 60, what: `${name} variance` });
    const y = model.predictOnBatch(tensorOf(running.batches[0])) as tf.Tensor;
    assertNear(y, running[name].inference, { terms: 60, what: `${name} inference` });
  }
});

Deno.test("batchNormLayer() has three switches, each of which does one thing", () => {
  const x = tf.randomNormal([17, 5], 3, 2, "float32", 1);
  for (const statistics of ["batch", "running"] as const) {
    for (const updates of [true, false]) {
      for (const affine of [true, false]) {
        const { layer, model } = modelOf({ momentum: 0.5, mode: { statistics, updates, affine } });
        const before = valuesOf(model.getWeights().slice(2));
        const y = trained(model, x);
        const expected = statistics === "batch" ? batchNorm(x).y : x.div(Math.sqrt(1 + 1e-3));
        assert(gap(y, expected) < 1e-4, `${statistics}`);
        const after = valuesOf(layer.getWeights().slice(2));
        assert.equal(JSON.stringify(before) !== JSON.stringify(after), updates);
        assert.equal(model.trainableWeights.length, affine ? 2 : 0);
        assert.equal(model.nonTrainableWeights.length, affine ? 2 : 4);
      }
    }
  }
});

Deno.test("batchNormLayer() that is frozen is as in inference, by itself or within its model", () => {
  const x = tf.randomNormal([17, 5], 3, 2, "float32", 1);
  const freeze = [
    (model: tf.LayersModel) => model.layers[1].trainable = false,
    (model: tf.LayersModel) => model.trainable = false,
  ];
  for (const frozen of freeze) {
    const { layer, model } = modelOf({});
    assert.deepEqual(layer.mode, trainingMode);
    frozen(model);
    assert.deepEqual(layer.mode, frozenMode);
    const before = valuesOf(model.getWeights());
    assert.equal(gap(trained(model, x), model.predictOnBatch(x) as tf.Tensor), 0);
    assert.deepEqual(valuesOf(model.getWeights()), before);
    assert.equal(model.trainableWeights.length, 0);
  }
});

Deno.test("batchNormLayer() whose mode is set keeps it when it is frozen, and gives it back", () => {
  const { layer } = modelOf({});
  layer.mode = { ...trainingMode, updates: false };
  layer.trainable = false;
  assert.deepEqual(layer.mode, { ...trainingMode, updates: false });
  layer.mode = undefined;
  assert.deepEqual(layer.mode, frozenMode);
});

Deno.test("batchNormLayer() without γ or β trains without them", () => {
  const x = tf.randomNormal([11, 5], 1, 3, "float32", 2);
  for (const [scale, center] of [[false, true], [true, false], [false, false]]) {
    const { model } = modelOf({ scale, center });
    assert.equal(model.trainableWeights.length, Number(scale) + Number(center));
    assert(gap(trained(model, x), batchNorm(x).y) < 1e-6);
  }
});

Deno.test("batchNormLayer() normalizes the channels of any axis", () => {
  const x = tf.randomNormal([2, 3, 5, 7], 1, 3, "float32", 2);
  const { model } = modelOf({ axis: 1 }, [3, 5, 7]);
  const moved = x.transpose([0, 2, 3, 1]);
  const expected = batchNorm(moved).y.transpose([0, 3, 1, 2]);
  assert(gap(trained(model, x), expected) < 1e-6);
  assert.deepEqual(model.getWeights().map(({ shape }) => shape), [[3], [3], [3], [3]]);
});

Deno.test("a model with batchNormLayer() gives the same outputs after save and load", async () => {
  const x = tf.randomNormal([11, 5], 1, 3, "float32", 2);
  const mode = { ...trainingMode, updates: false };
  const { model } = modelOf({ momentum: 0.7, epsilon: 0.01, gamma: 3, scale: true, mode });
  (model.layers[1] as ReturnType<typeof batchNormLayer>).mode = undefined;
  trained(model, x);
  (model.layers[1] as ReturnType<typeof batchNormLayer>).mode = mode;
  const saved: tf.io.ModelArtifacts[] = [];
  await model.save(tf.io.withSaveHandler((artifacts) => {
    saved.push(JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined })));
    saved[0].weightData = artifacts.weightData;
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
    });
  }));
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved[0]));
  assert.deepEqual(valuesOf(loaded.getWeights()), valuesOf(model.getWeights()));
  assert.equal(gap(loaded.predictOnBatch(x) as tf.Tensor, model.predictOnBatch(x) as tf.Tensor), 0);
  assert.equal(gap(trained(loaded, x), trained(model, x)), 0);
  const config = loaded.layers[1].getConfig();
  assert.deepEqual([config.momentum, config.epsilon, config.mode], [0.7, 0.01, mode]);
});

Deno.test("batchNormLayer() says what is wrong with its options", () => {
  assert.throws(() => batchNormLayer({ momentum: 1.1 }), /momentum must be from 0 to 1/);
  assert.throws(() => batchNormLayer({ momentum: NaN }), RangeError);
  assert.throws(() => batchNormLayer({ epsilon: -1 }), /epsilon must be 0 or more/);
  assert.throws(() => modelOf({ axis: 4 }), /axis 4 of \[,5\] must be the channels/);
  assert.throws(() => modelOf({}, [3, null as unknown as number]), /a known number of them/);
});
