import assert from "node:assert/strict";
import {
  BatchNormLayer,
  batchNormLayer,
  trainingMode,
} from "../../lib/normalization/batch_norm_layer.ts";
import { freeze, frozenAs, unfreeze } from "../../lib/normalization/frozen.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

/** Two dense layers in the body, one in the head, each with its normalization. */
function net(): tf.LayersModel {
  const dense = (units: number, name: string) => tf.layers.dense({ units, name });
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 5, name: "one", inputShape: [3] }),
      batchNormLayer({ name: "one_norm" }),
      dense(7, "two"),
      batchNormLayer({ name: "two_norm" }),
      dense(2, "head"),
      batchNormLayer({ name: "head_norm" }),
    ],
  });
}

const trained = (model: tf.LayersModel) =>
  model.trainableWeights.map(({ originalName }) => originalName);

Deno.test("freeze() leaves the head to train, and what the mode says of the body", () => {
  const model = net();
  const head = ["head/kernel", "head/bias", "head_norm/gamma", "head_norm/beta"];
  freeze(model, {
    until: "two_norm",
    norms: frozenAs["Keras 3.15: trainable = False, training = True"],
  });
  assert.deepEqual(trained(model), head);
  freeze(model, { until: "two_norm", norms: frozenAs["fast.ai 2.8: freeze()"] });
  const affine = ["one_norm/gamma", "one_norm/beta", "two_norm/gamma", "two_norm/beta"];
  assert.deepEqual(trained(model), [...affine, ...head]);
  model.dispose();
});

Deno.test("freeze() lets only running statistics of the body move, where the mode says so", () => {
  for (
    const [call, moves] of [
      ["PyTorch 2.14: requires_grad = False", true],
      ["tf.keras of TensorFlow 1: trainable = False", false],
      ["PyTorch 2.14: requires_grad = False and eval()", false],
    ] as const
  ) {
    const model = net();
    freeze(model, { until: "two_norm", norms: frozenAs[call] });
    const statistics = () => model.getLayer("one_norm").getWeights()[2].dataSync();
    const before = statistics().slice();
    tf.tidy(() => void model.apply(tf.randomNormal([11, 3], 2), { training: true }));
    assert.equal(statistics().some((value, k) => value !== before[k]), moves, call);
    model.dispose();
  }
});

Deno.test("unfreeze() lets everything learn again, with the statistics that are asked for", () => {
  const model = net();
  const all = trained(model);
  freeze(model, {
    until: "head_norm",
    norms: frozenAs["Keras 3.15: trainable = False, training = True"],
  });
  assert.deepEqual(trained(model), []);
  unfreeze(model, frozenAs["Keras 3.15: trainable = True, training = False"]);
  assert.deepEqual(trained(model), all);
  const norms = model.layers.filter((layer) => layer instanceof BatchNormLayer);
  assert(norms.every((layer) => layer.mode.statistics === "running" && layer.mode.affine));
  unfreeze(model);
  assert(norms.every((layer) => layer.mode === trainingMode));
  model.dispose();
});

Deno.test("freeze() needs a layer that is there", () => {
  const model = net();
  const norms = frozenAs["Keras 3.15: trainable = False, training = True"];
  assert.throws(() => freeze(model, { until: "body", norms }), /must name a layer.*"body"/);
  model.dispose();
});
