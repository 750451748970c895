import assert from "node:assert/strict";
import { mlp } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";
import { Batches } from "../../lib/training/batches.ts";
import { History } from "../../lib/training/history.ts";
import type { ProbeRow } from "../../lib/training/probe_rows.ts";
import { train } from "../../lib/training/train.ts";
import { groups, net, weightsOf } from "./groups.ts";

type Matrix = number[][];

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const matrix = (values: number[], columns: number): Matrix =>
  Array.from(
    { length: values.length / columns },
    (_, i) => values.slice(i * columns, (i + 1) * columns),
  );

function moments(values: number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, sd: Math.sqrt(variance) };
}

/** The net's first step, computed in float64 from its weights and its batch. */
function byHand(model: tf.LayersModel, { x, labels }: ReturnType<typeof groups>, rows: number[]) {
  const [w1, b1, w2, b2] = weightsOf(model);
  const points = matrix([...x.dataSync()], 5);
  const inputs = rows.map((row) => points[row]);
  const u = product(inputs, matrix(w1, 7)).map((row) => row.map((v, j) => v + b1[j]));
  const a = u.map((row) => row.map(Math.tanh));
  const logits = product(a, matrix(w2, 3)).map((row) => row.map((v, j) => v + b2[j]));
  const slopes = logits.map((row, i) => {
    const sum = row.reduce((total, v) => total + Math.exp(v), 0);
    const label = labels.dataSync()[rows[i]];
    return row.map((v, j) => (Math.exp(v) / sum - (j === label ? 1 : 0)) / rows.length);
  });
  const da = product(slopes, transposed(matrix(w2, 3)));
  const du = da.map((row, i) => row.map((v, j) => v * (1 - a[i][j] ** 2)));
  return { u, a, logits, slopes, da, du, inputs, w1 };
}

const options = { batchSize: 20, learningRate: 0.3, seed: 4, probes: { every: 4 } };

Deno.test("probes describe outputs and gradients of each layer as computed by hand", async () => {
  const data = groups(60);
  const model = mlp({ ...net, gain: 9 });
  const rows = [...new Batches({ count: 60, batchSize: 20, seed: 4 }).rows(0)];
  const hand = byHand(model, data, rows);
  const history = train(model, data, { ...options, steps: 1 });
  const found = await history.probes();
  const row = (layer: string, of: ProbeRow["of"]) =>
    found.find((one) => one.layer === layer && one.of === of)!;
  const expected: [string, ProbeRow["of"], Matrix][] = [
    ["preactivation_1", "output", hand.u],
    ["preactivation_1", "gradient", hand.du],
    ["activation_1", "output", hand.a],
    ["activation_1", "gradient", hand.da],
    ["logits", "output", hand.logits],
    ["logits", "gradient", hand.slopes],
  ];
  for (const [layer, of, values] of expected) {
    const { mean, sd } = moments(values.flat());
    const one = row(layer, of);
    // At most 140 values of at most 20 standard deviations, in float32.
    const tolerance = 140 * 20 * sd * 2 ** -24;
    assert(Math.abs(one.mean - mean) < tolerance, `mean of ${layer} ${of}`);
    assert(Math.abs(one.sd - sd) < tolerance, `sd of ${layer} ${of}`);
    const { from, to, shares } = one.histogram;
    assert(Math.abs(from - (mean - 4 * sd)) < 5 * tolerance);
    const width = (to - from) / shares.length;
    const counts = shares.map(() => 0);
    values.flat().forEach((v) => {
      const bin = Math.floor((v - from) / width);
      counts[Math.max(0, Math.min(shares.length - 1, bin))] += 1 / values.flat().length;
    });
    // A value on the edge of a bin may fall to either side.
    const moved = shares.reduce((sum, share, k) => sum + Math.abs(share - counts[k]), 0);
    assert(moved <= 4 / values.flat().length, `histogram of ${layer} ${of}: ${moved}`);
    const sorted = values.flat().toSorted((p, q) => p - q);
    [0.05, 0.25, 0.5, 0.75, 0.95].forEach((level, k) => {
      const below = sorted.filter((v) => v < one.quantiles[k] - width).length / sorted.length;
      const above = sorted.filter((v) => v > one.quantiles[k] + width).length / sorted.length;
      assert(below <= level && above <= 1 - level, `${level} of ${layer} ${of}`);
    });
  }
  history.dispose();
});

Deno.test("probes count saturated outputs and dead units", async () => {
  const data = groups(60);
  const model = mlp({ ...net, gain: 9 });
  // A bias that no input overcomes: tanh is 1 for every example.
  const [w, , ...rest] = model.getWeights();
  model.setWeights([w, tf.tensor1d([0, 0, 99, 0, 0, 0, -99]), ...rest]);
  const rows = [...new Batches({ count: 60, batchSize: 20, seed: 4 }).rows(0)];
  const { a } = byHand(model, data, rows);
  const history = train(model, data, { ...options, steps: 1 });
  const row = (await history.probes()).find((one) => one.layer === "activation_1")!;
  const flat = a.map((units) => units.map((y) => 1 - y * y < 0.05));
  assert(Math.abs(row.saturated - flat.flat().filter(Boolean).length / 140) < 1e-6);
  const dead = flat[0].filter((_, j) => flat.every((units) => units[j])).length;
  assert(dead >= 2);
  assert(Math.abs(row.dead - dead / 7) < 1e-6);
  const linear = (await history.probes()).find((one) => one.layer === "logits")!;
  assert(Number.isNaN(linear.saturated) && Number.isNaN(linear.dead));
  history.dispose();
});

Deno.test("probes give the size of the update to that of the weights", async () => {
  const data = groups(60);
  const model = mlp(net);
  const [before] = weightsOf(model);
  const history = train(model, data, { ...options, steps: 1 });
  const [after] = weightsOf(model);
  const norm = (values: number[]) => Math.hypot(...values);
  const expected = norm(after.map((w, i) => w - before[i])) / norm(before);
  const row = (await history.probes()).find(({ layer }) => layer === "preactivation_1/kernel")!;
  assert.equal(row.of, "update");
  assert(Math.abs(row.updateToWeight - expected) < 1e-5 * expected);
  history.dispose();
});

Deno.test("probes look at every n-th step and do not change the training", async () => {
  const data = groups(60);
  const [watched, alone] = [mlp(net), mlp(net)];
  const before = tf.memory().numTensors;
  const history = new History();
  train(watched, data, { ...options, steps: 7, history });
  train(watched, data, { ...options, steps: 11, history });
  const plain = await train(alone, data, { ...options, steps: 11, probes: false }).rows();
  const steps = new Set((await history.probes()).map(({ step }) => step));
  assert.deepEqual([...steps], [1, 5, 9]);
  (await history.rows()).forEach(({ loss }, k) => {
    assert(Math.abs(loss - plain[k].loss) < 1e-5, `step ${k + 1}`);
  });
  history.dispose();
  assert.equal(tf.memory().numTensors, before);
});
