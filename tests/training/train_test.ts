import assert from "node:assert/strict";
import { mlp } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { History, rowsOf } from "../../lib/training/history.ts";
import { evaluate, type LabelledRows, reconstruction } from "../../lib/training/losses.ts";
import { adam, sgd } from "../../lib/training/optimizers.ts";
import { cosine } from "../../lib/training/schedules.ts";
import { acrossSeeds, train } from "../../lib/training/train.ts";
import { Trainer } from "../../lib/training/trainer.ts";
import { groups, net, weightsOf } from "./groups.ts";

Deno.test("train() takes the step of gradient descent, written out", () => {
  const data = groups(13);
  const model = mlp({ ...net, hidden: [] });
  const [w, b] = model.getWeights().map((v) => v.clone()) as [tf.Tensor2D, tf.Tensor1D];
  train(model, data, { steps: 1, batchSize: 13, learningRate: 0.3, seed: 1 });
  // dL/dlogits = (softmax − one-hot)/N, so that W falls by 0.3·xᵀ·(softmax − one-hot)/13.
  const x = data.x as tf.Tensor2D;
  const wrong = tf.softmax(x.matMul(w).add(b)).sub(tf.oneHot(data.labels, 3)).div(13);
  const expected = [
    w.sub(x.matMul(wrong as tf.Tensor2D, true).mul(0.3)),
    b.sub(wrong.sum(0).mul(0.3)),
  ];
  model.getWeights().forEach((found, i) => {
    // Sums of 13 products of numbers up to 8, in float32.
    assert(found.sub(expected[i]).abs().max().dataSync()[0] < 4 * 13 * 8 * 2 ** -24);
  });
});

Deno.test("train() learns three groups, the same for the same seed, and leaves no tensor behind", async () => {
  const data = groups(60);
  const options = { steps: 50, batchSize: 20, learningRate: 0.5, seed: 4 };
  const run = async () => {
    const model = mlp(net);
    const rows = await train(model, data, options).rows();
    const scores = evaluate(model, data);
    const result = { rows, accuracy: scores.dataSync()[1] };
    scores.dispose();
    model.dispose();
    return result;
  };
  const before = tf.memory().numTensors;
  const [first, second] = [await run(), await run()];
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(first, second);
  assert.deepEqual(first.rows.map(({ step }) => step), first.rows.map((_, k) => k + 1));
  assert.equal(first.rows.length, 50);
  assert.equal(first.accuracy, 1, "all right after training");
  tf.dispose(Object.values(data));
});

Deno.test("train() follows its schedule, and says so in its rows", async () => {
  const data = groups(60);
  const learningRate = cosine(0.5, { steps: 130 });
  const model = mlp(net);
  const history = train(model, data, { steps: 130, batchSize: 7, learningRate, seed: 1 });
  const rates = (await history.rows()).map((row) => row.learningRate);
  assert.deepEqual(rates, rates.map((_, step) => (learningRate as (step: number) => number)(step)));
  // With the rate 0 nothing moves.
  const still = weightsOf(model);
  train(model, data, { steps: 3, batchSize: 7, learningRate: () => 0, seed: 1 });
  assert.deepEqual(weightsOf(model), still);
});

Deno.test("train() goes on with the same history as if it had not been stopped", async () => {
  const data = groups(60);
  const options = { batchSize: 7, learningRate: 0.05, seed: 4, optimizer: adam };
  const [once, twice] = [mlp(net), mlp(net)];
  const whole = await train(once, data, { ...options, steps: 40 }).rows();
  const history = new History({ seed: 4 });
  train(twice, data, { ...options, steps: 13, history });
  train(twice, data, { ...options, steps: 40, history });
  assert.deepEqual(await history.rows(), whole);
  assert.deepEqual(weightsOf(twice), weightsOf(once));
  history.dispose();
});

Deno.test("train() stops at the step whose loss is no number, and names it", async () => {
  const data = groups(60);
  const options = { steps: 400, batchSize: 20, learningRate: 1e30, seed: 1 };
  const history = train(mlp({ ...net, activation: "relu" }), data, options);
  const rows = await history.rows();
  assert.equal(rows.length, history.divergedAt);
  assert(rows.length > 1 && rows.length < 400, `${rows.length} steps`);
  assert(rows.slice(0, -1).every(({ loss }) => Number.isFinite(loss)));
  assert(!Number.isFinite(rows.at(-1)!.loss));
});

Deno.test("train() makes any loss small, such as that of an autoencoder", async () => {
  const data = groups(60);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [5], units: 3, kernelInitializer: "zeros", useBias: false }),
      tf.layers.dense({ units: 5, kernelInitializer: "zeros" }),
    ],
  });
  const options = { steps: 30, batchSize: 60, learningRate: 0.2, seed: 1, loss: reconstruction };
  const rows = await train(model, data, options).rows();
  // From zero weights the outputs are 0, so that the loss is the mean square of the inputs.
  const square = data.x.square().mean().dataSync()[0];
  assert(Math.abs(rows[0].loss - square) < 1e-5 * square);
  // Zero weights learn nothing but the biases: what is left is the inputs' variance.
  const variance = tf.moments(data.x, 0).variance.mean().dataSync()[0];
  assert(rows.at(-1)!.loss < square && rows.at(-1)!.loss > 0.99 * variance);
  assert(Number.isNaN(rows[0].accuracy));
});

Deno.test("acrossSeeds() trains each net as train() would alone", async () => {
  const data = groups(60);
  const options = { steps: 25, batchSize: 7, learningRate: 0.1 };
  const optimizer = () => sgd({ momentum: 0.9 });
  const seeds = [3, 5, 7];
  const build = (seed: number) => mlp({ ...net, seed });
  const { histories, models } = acrossSeeds(data, { ...options, optimizer, seeds, build });
  assert.equal((await rowsOf(histories)).length, 3 * 25);
  for (const [k, seed] of seeds.entries()) {
    const model = build(seed);
    const alone = await train(model, data, { ...options, optimizer, seed }).rows();
    const rows = await histories[k].rows();
    assert.deepEqual(rows.map((row) => row.seed), alone.map(() => seed));
    rows.forEach((row, step) => assert(Math.abs(row.loss - alone[step].loss) < 1e-5));
    weightsOf(models[k]).flat().forEach((w, i) => {
      // 25 steps of a net with at most 60 roundings each, of weights below 4.
      assert(Math.abs(w - weightsOf(model).flat()[i]) < 25 * 60 * 4 * 2 ** -24);
    });
  }
});

Deno.test("train() names what is wrong with its options", () => {
  const data: LabelledRows = groups(6);
  const model = mlp(net);
  const good = { steps: 1, batchSize: 3, learningRate: 0.1, seed: 1 };
  assert.throws(
    () => train(model, data, { ...good, batchSize: 7 }),
    /batchSize must be from 1 to the 6/,
  );
  assert.throws(
    () => train(model, data, { ...good, steps: 0 }),
    /steps must be at least 1, received 0/,
  );
  assert.throws(() => train(model, data, { ...good, learningRate: NaN }), /above 0, received NaN/);
  assert.throws(
    () => train(model, data, { ...good, probes: { layers: ["preactivation_9"] } }),
    /no layer preactivation_9; it has .*preactivation_1/,
  );
});

Deno.test("Trainer trains each net on data of its own, as it would alone", () => {
  const data = [groups(30), groups(60)];
  data[1].x = data[1].x.mul(-1);
  const how = { batchSize: 10 };
  const run = { steps: 25, learningRate: 0.1 };
  const together = [1, 2].map((seed) => mlp({ ...net, seed }));
  const trainer = new Trainer(together, data, how);
  trainer.run({ ...run, seeds: [5, 6] });
  trainer.dispose();
  together.forEach((model, k) => {
    const alone = mlp({ ...net, seed: k + 1 });
    train(alone, data[k], { ...how, ...run, seed: 5 + k });
    weightsOf(alone).flat().forEach((weight, i) =>
      // 25 float32 steps whose sums may be added in another order.
      assert(Math.abs(weight - weightsOf(model).flat()[i]) < 1e-5)
    );
  });
});

Deno.test("Trainer names data that do not fit its nets", () => {
  const models = [mlp(net), mlp(net)];
  const data = [groups(30), groups(9)];
  assert.throws(() => new Trainer(models, [data[0]], { batchSize: 5 }), /2 nets need 2 data/);
  assert.throws(() => new Trainer(models, data, { batchSize: 10 }), /from 1 to the 9 examples/);
});
