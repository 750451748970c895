import assert from "node:assert/strict";
import { augment } from "../../lib/datasets/augment.ts";
import { emptyImageSet } from "../../lib/datasets/image_set.ts";
import { vgg } from "../../lib/models/vgg.ts";
import { pytorchBatchNorm } from "../../lib/models/conv_norm.ts";
import { freeze, frozenAs } from "../../lib/normalization/frozen.ts";
import { seedFor } from "../../lib/random/seeds.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { Batches } from "../../lib/training/batches.ts";
import { evaluateImages } from "../../lib/training/evaluate_images.ts";
import { ImageTrainer } from "../../lib/training/image_trainer.ts";
import { classification } from "../../lib/training/losses.ts";
import { sgd } from "../../lib/training/optimizers.ts";

const size = 11;
const scale = {
  mean: [120, 130, 140],
  sd: [60, 50, 40],
};

/** Noise, brighter by class. */
function images(count: number) {
  const set = emptyImageSet(count, { size, classes: ["dark", "bright", "brighter"] });
  const length = 3 * size * size;
  for (let k = 0; k < count; k++) set.labels[k] = k % 3;
  set.pixels.forEach((_, k) => {
    set.pixels[k] = seedFor(9, k) % 100 + 60 * (Math.floor(k / length) % 3);
  });
  return set;
}

const net = () =>
  vgg({ outputs: 3, image: [size, size, 3], stages: [[5], [7]], norm: pytorchBatchNorm, seed: 2 });
const options = { batchSize: 7, learningRate: 0.05, seed: 3, scale, augmentation: { flip: true } };
const values = (model: tf.LayersModel) => model.weights.map((w) => [...w.read().dataSync()]);

Deno.test("ImageTrainer does the steps that TensorFlow.js does by itself", async () => {
  const set = images(29);
  const [ours, plain] = [net(), net()];
  using trainer = new ImageTrainer(ours, set, { ...options, optimizer: sgd });
  const rows = await trainer.run({ steps: 6 }).rows();
  const optimizer = tf.train.sgd(0.05);
  const batches = new Batches({ count: 29, batchSize: 7, seed: 3 });
  for (let step = 0; step < 6; step++) {
    const out = new Float32Array(7 * 3 * size * size);
    const batch = batches.rows(step);
    augment(set, { rows: batch, out, scale, seed: seedFor(3, step), options: { flip: true } });
    const loss = tf.tidy(() => {
      const x = tf.tensor4d(out, [7, size, size, 3]);
      const labels = tf.tensor1d(Int32Array.from(batch, (row) => set.labels[row]), "int32");
      const found = optimizer.minimize(
        () =>
          classification(plain.apply(x, { training: true }) as tf.Tensor, { x, labels }).asScalar(),
        true,
      );
      return found!.dataSync()[0];
    });
    // Float32 in another order of sums, growing from step to step.
    assert(Math.abs(rows[step].loss - loss) < 1e-5 * 3 ** step, `step ${step}`);
  }
  const [a, b] = [ours, plain].map(values);
  a.forEach((list, k) => list.forEach((value, i) => assert(Math.abs(value - b[k][i]) < 1e-3)));
  for (const model of [ours, plain]) model.dispose();
});

Deno.test("ImageTrainer in two runs is ImageTrainer in one", () => {
  const [once, twice] = [net(), net()].map((model, k) => {
    using trainer = new ImageTrainer(model, images(29), options);
    if (k === 1) trainer.run({ steps: 3 });
    trainer.run({ steps: 8 });
    return values(model);
  });
  assert.deepEqual(once, twice);
});

Deno.test("ImageTrainer goes on from its checkpoint as if nothing had happened", async () => {
  const path = `${await Deno.makeTempDir()}/run`;
  const whole = net();
  using one = new ImageTrainer(whole, images(29), options);
  const expected = await one.run({ steps: 8 }).rows();
  const rows: unknown[] = [];
  for (const [steps, model] of [[5, net()], [8, net()]] as const) {
    using part = new ImageTrainer(model, images(29), { ...options, checkpoint: path });
    rows.splice(0, Infinity, ...await part.run({ steps }).rows());
    if (steps === 8) assert.deepEqual(values(model), values(whole));
  }
  assert.deepEqual(rows, expected);
  using other = new ImageTrainer(net(), images(29), { ...options, seed: 4 });
  other.run({ steps: 1 });
  assert.throws(
    () => new ImageTrainer(net(), images(29), { ...options, seed: 4, checkpoint: path }),
    /must be of this training/,
  );
});

Deno.test("ImageTrainer trains what is not frozen, and nothing else", () => {
  const model = net();
  freeze(model, {
    until: "stage_2_pool",
    norms: frozenAs["Keras 3.15: trainable = False, training = True"],
  });
  const before = values(model);
  using trainer = new ImageTrainer(model, images(29), options);
  trainer.run({ steps: 2 });
  const moved = model.weights.filter((_, k) => String(values(model)[k]) !== String(before[k]));
  assert.deepEqual(moved.map(({ originalName }) => originalName), ["logits/kernel", "logits/bias"]);
});

Deno.test("ImageTrainer leaves no tensor and no thread", () => {
  const model = net();
  const train = () => {
    using trainer = new ImageTrainer(model, images(29), options);
    trainer.run({ steps: 2 }).dispose();
  };
  train();
  const { numTensors } = tf.memory();
  train();
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("ImageTrainer says what it cannot do", () => {
  const model = net();
  const set = images(5);
  assert.throws(() => new ImageTrainer(model, set, options), /from 1 to the 5 images, received 7/);
  const rate = { ...options, batchSize: 2, learningRate: NaN };
  assert.throws(() => new ImageTrainer(model, set, rate), /learningRate must be above 0/);
  for (const layer of model.layers) layer.trainable = false;
  assert.throws(() => new ImageTrainer(model, set, { ...options, batchSize: 2 }), /all is frozen/);
});

Deno.test("ImageTrainer ends when the loss is no number any more", () => {
  using trainer = new ImageTrainer(net(), images(29), { ...options, learningRate: 1e30 });
  const history = trainer.run({ steps: 50 });
  assert(history.divergedAt! < 10 && history.steps === history.divergedAt);
});

Deno.test("evaluateImages() judges every image, in batches of any size, and changes nothing", async () => {
  const set = images(29);
  const model = net();
  {
    using trainer = new ImageTrainer(model, set, options);
    trainer.run({ steps: 5 });
  }
  const before = values(model);
  const results = [];
  for (const batchSize of [1, 7, 29, 100]) {
    results.push(await evaluateImages(model, set, { scale, batchSize }));
  }
  for (const { accuracy, loss } of results) {
    assert(Math.abs(accuracy - results[0].accuracy) < 1e-6);
    assert(Math.abs(loss - results[0].loss) < 1e-5);
  }
  // By hand: the share of images whose largest logit is that of their class.
  const all = new Float32Array(29 * 3 * size * size);
  augment(set, { rows: [...Array(29).keys()], out: all, scale, seed: 0 });
  const answers = (model.predict(tf.tensor4d(all, [29, size, size, 3])) as tf.Tensor).argMax(1);
  const right =
    answers.dataSync().filter((label: number, k: number) => label === set.labels[k]).length;
  assert(Math.abs(results[0].accuracy - right / 29) < 1e-6);
  const asTrained = await evaluateImages(model, set, { scale, training: true, batchSize: 29 });
  assert.notEqual(asTrained.loss, results[0].loss);
  assert.deepEqual(values(model), before);
});
