import assert from "node:assert/strict";
import { scaledDigits } from "../../lib/datasets/standardize.ts";
import {
  learningByPretraining,
  spreadByStart,
} from "../../lib/experiments/learning_by_pretraining.ts";
import { pretrainedLayers } from "../../lib/experiments/pretraining.ts";
import {
  type PretrainingStart,
  pretrainingStarts,
  startedNet,
} from "../../lib/experiments/pretraining_starts.ts";
import { denseLayers } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const seeds = [1, 2];
const pretraining = { activation: "sigmoid", depth: 3, steps: 20, seeds } as const;

Deno.test("pretrainedLayers() gives each seed its layers, and leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  const rows = await pretrainedLayers(pretraining);
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(rows.map(({ seed, layer }) => [seed, layer]), [
    ...[[1, 1], [2, 1], [1, 2], [2, 2], [1, 3], [2, 3]],
  ]);
  assert.deepEqual(rows.map(({ kernel }) => kernel.length).slice(1, 3), [78_400, 10_000]);
  assert.notDeepEqual(rows[0].kernel, rows[1].kernel);
});

Deno.test("pretrainedLayers() is greedy: later layers and other seeds change nothing before", async () => {
  const [deep, shallow] = [
    await pretrainedLayers(pretraining),
    await pretrainedLayers({ ...pretraining, depth: 1, seeds: [2] }),
  ];
  const difference = Math.max(
    ...deep[1].kernel.map((value, i) => Math.abs(value - shallow[0].kernel[i])),
  );
  // Two nets in one graph may add their sums in another order; Adam takes 20 steps of 0.003.
  assert(difference < 1e-4, `${difference}`);
});

Deno.test("pretrainedLayers() explains more of its inputs the longer it learns", async () => {
  const at = async (steps: number) =>
    (await pretrainedLayers({ ...pretraining, depth: 2, steps, seeds: [1] })).map((
      { unexplained },
    ) => unexplained);
  const [short, long] = [await at(20), await at(200)];
  assert(long[0] < 0.9 && long[0] < short[0], `${short} ${long}`);
  assert(long[1] < short[1], `${short} ${long}`);
});

/** Weights of the net that begins so, and of the pre-trained one. */
async function weightsOf(start: PretrainingStart) {
  const layers = (await pretrainedLayers(pretraining)).filter(({ seed }) => seed === 1);
  return tf.tidy(() => {
    const digits = scaledDigits("raw").train.x;
    const net = startedNet({ start, depth: 3, digits, layers, seed: 1 });
    const hidden = denseLayers(net).slice(0, -1).map((layer) => layer.getWeights());
    return hidden.map(([kernel, bias]) => ({
      kernel: [...kernel.dataSync()],
      bias: [...bias.dataSync()],
    }));
  });
}

Deno.test("startedNet() shuffles: the same numbers in another order, in each layer", async () => {
  const [own, shuffled] = [await weightsOf("pre-trained"), await weightsOf("shuffled")];
  own.forEach(({ kernel, bias }, layer) => {
    for (
      const [values, others] of [[kernel, shuffled[layer].kernel], [bias, shuffled[layer].bias]]
    ) {
      assert.notDeepEqual(values, others);
      const sorted = (list: number[]) => Float32Array.from(list).sort();
      assert.deepEqual(sorted(values), sorted(others));
    }
  });
});

Deno.test("startedNet() centres: every unit's pre-activations have mean 0 over the digits", async () => {
  const layers = (await pretrainedLayers(pretraining)).filter(({ seed }) => seed === 1);
  tf.tidy(() => {
    const digits = scaledDigits("raw").train.x;
    const net = startedNet({ start: "shuffled, centred", depth: 3, digits, layers, seed: 1 });
    const inside = tf.model({
      inputs: net.inputs,
      outputs: net.getLayer("preactivation_3").output as tf.SymbolicTensor,
    });
    const means = (inside.predictOnBatch(digits) as tf.Tensor).mean(0).abs().max().dataSync()[0];
    // Means over 8,000 float32 sums of 100 terms of about 0.1.
    assert(means < 1e-4, `${means}`);
  });
});

Deno.test("spreadByStart(): shuffling keeps the scale of weights, sd 1 and faint set that of signals", async () => {
  const { steps: pretrainingSteps, activation: _, ...net } = pretraining;
  const of = async (start: PretrainingStart) =>
    await spreadByStart({ start, pretrainingSteps, ...net });
  const own = await of("pre-trained");
  (await of("shuffled, centred")).forEach(({ gain, spread }, i) => {
    assert(Math.abs(gain / own[i].gain - 1) < 1e-3);
    assert(Math.abs(spread / own[i].spread - 1) > 0.02);
  });
  for (const start of ["shuffled, sd 1", "pre-trained, sd 1"] as const) {
    (await of(start)).forEach(({ spread }) => assert(Math.abs(spread - 1) < 1e-3, start));
  }
  for (const { spread, layer } of await of("pre-trained, faint")) {
    assert(Math.abs(spread / 0.144 ** layer - 1) < 1e-2);
  }
  for (const { gain } of await of("gain 16")) assert(Math.abs(gain / 16 - 1) < 0.1);
});

Deno.test("pretrainedLayers() takes tanh and ReLU, from weights that suit them", async () => {
  for (const activation of ["tanh", "relu"] as const) {
    const at = async (steps: number) =>
      await pretrainedLayers({ activation, depth: 2, steps, seeds: [1] });
    const [short, long] = [await at(5), await at(100)];
    assert(long[0].unexplained < short[0].unexplained, activation);
    assert(long[1].unexplained < 0.5, `${activation} ${long[1].unexplained}`);
  }
});

Deno.test("spreadByStart(): random sigmoids with gain 1/3 let (1/4)²/3 of the variance through", async () => {
  const rows = await spreadByStart({
    start: "random",
    depth: 4,
    pretrainingSteps: 1,
    seeds: [1, 2, 3],
  });
  for (const layer of [3, 4]) {
    const at = (l: number) => rows.filter((row) => row.layer === l);
    at(layer).forEach(({ spread }, i) => {
      // The variance of one layer varies by about √(2/effective units), of which digits have some ten.
      const factor = spread / at(layer - 1)[i].spread;
      assert(Math.abs(factor / (Math.sqrt(1 / 3) / 4) - 1) < 0.25, `${factor}`);
    });
  }
});

Deno.test("learningByPretraining() trains from every start, at each rate from the same weights", async () => {
  const before = tf.memory().numTensors;
  const net = { depth: 3, pretrainingSteps: 20, labels: 300, seeds: [1], steps: 5 };
  for (const start of pretrainingStarts) {
    const rows = await learningByPretraining({ start, learningRates: [0.1, 0.01, 0.1], ...net });
    assert.deepEqual(rows.map(({ learningRate }) => learningRate), [0.1, 0.01, 0.1]);
    assert(rows.every((row) => row.start === start && row.labels === 300 && row.depth === 3));
    assert.deepEqual(rows[0].curve, rows[2].curve, start);
    assert.equal(rows[0].curve[0].loss, rows[1].curve[0].loss);
  }
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("learningByPretraining() names a number of labels that is not there", async () => {
  const net = { start: "random", depth: 1, pretrainingSteps: 1, seeds: [1], steps: 1 } as const;
  for (const labels of [0, NaN, 8001]) {
    const run = learningByPretraining({ ...net, labels, learningRates: [0.1] });
    await assert.rejects(run, /labels must be from 1 to 8000/);
  }
});
