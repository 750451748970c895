import assert from "node:assert/strict";
import { trainNets } from "../../lib/experiments/train_nets.ts";
import { drawMlpWeights, mlp, type MlpOptions } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net: Pick<MlpOptions, "inputs" | "hidden" | "outputs" | "activation"> = {
  inputs: 5,
  hidden: [7],
  outputs: 3,
  activation: "relu",
};
function rows() {
  const x = tf.randomNormal([60, 5], 0, 1, "float32", 3);
  const labels = x.slice([0, 0], [60, 3]).argMax(1) as tf.Tensor1D;
  return { train: { x, labels }, test: { x, labels } };
}
const training = (learningRates: number[]) => ({
  build: (seed: number) => mlp({ ...net, gain: 1, seed }),
  variants: learningRates.map((learningRate) => ({
    learningRate,
    prepare: (model: tf.LayersModel, seed: number) => drawMlpWeights(model, { gain: 1, seed }),
  })),
  seeds: [1, 2],
  steps: 20,
  batchSize: 13,
  title: "test",
});

Deno.test("trainNets() begins each variant anew: the same rate gives the same curve", async () => {
  const found = await trainNets(rows, training([0.5, 0.1, 0.5]));
  assert.deepEqual(found.map(({ variant, seed }) => [variant, seed]), [
    ...[[0, 1], [0, 2], [1, 1], [1, 2], [2, 1], [2, 2]],
  ]);
  assert.deepEqual(found[4].curve, found[0].curve);
  assert.notDeepEqual(found[2].curve, found[0].curve);
  assert.deepEqual(found[0].curve.map(({ step }) => step), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  assert(found[0].curve.at(-1)!.loss! < found[0].curve[0].loss!);
  assert(found[0].accuracy > 1 / 3 && found[0].testLoss > 0);
});

Deno.test("trainNets() begins with the weights that a net was built with, if not told otherwise", async () => {
  const { variants, ...rest } = training([0.5, 0.1, 0.5]);
  const plain = variants.map(({ learningRate }) => ({ learningRate }));
  const found = await trainNets(rows, { ...rest, variants: plain });
  assert.deepEqual(found[4].curve, found[0].curve);
  assert.deepEqual(found[0].curve, (await trainNets(rows, training([0.5])))[0].curve);
});

Deno.test("trainNets() marks what diverged, and leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  const [run] = await trainNets(rows, training([1e30]));
  assert(run.divergedAt! >= 2 && run.divergedAt! <= 20, `${run.divergedAt}`);
  assert.equal(run.curve.at(-1)!.loss, null);
  assert.notEqual(run.curve[0].loss, null);
  assert.equal(tf.memory().numTensors, before);
});
