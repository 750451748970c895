import assert from "node:assert/strict";
import { learningByStart } from "../../lib/experiments/learning_by_start.ts";
import { allStarts, beginFrom } from "../../lib/experiments/starts.ts";
import { mlp } from "../../lib/models/mlp.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("beginFrom() draws weights of the variance that each start is known for", () => {
  const model = mlp({
    inputs: 784,
    hidden: [300, 300],
    outputs: 10,
    activation: "relu",
    gain: 1,
    seed: 1,
  });
  const expected = { "Glorot": 1, "He": 2, "PyTorch's default": 1 / 3, "heNormal of TF.js": 1.547 };
  for (const [start, gain] of Object.entries(expected)) {
    beginFrom(start as keyof typeof expected, model, 3);
    const kernel = model.getWeights()[2];
    const found = 300 * tf.moments(kernel).variance.dataSync()[0];
    assert(Math.abs(found / gain - 1) < 4 * Math.sqrt(2 / 300 ** 2), `${start}: ${found}`);
  }
});

Deno.test("learningByStart() gives a row for each rate, start and seed", async () => {
  const options = { depth: 2, learningRates: [0.01, 0.1], seeds: [1], steps: 3 };
  const rows = await learningByStart({ ...options, starts: allStarts });
  assert.equal(rows.length, 2 * allStarts.length);
  assert.deepEqual(rows.slice(0, 6).map(({ start }) => start), allStarts);
  assert(rows.every(({ depth, optimizer }) => depth === 2 && optimizer === "sgd"));
  const [first, again] = [rows[0], rows[6]];
  assert.equal(first.curve[0].loss, again.curve[0].loss);
});
