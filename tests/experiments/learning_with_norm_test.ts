import assert from "node:assert/strict";
import { learningWithNorm, shortened } from "../../lib/experiments/learning_with_norm.ts";
import { renormBounds } from "../../lib/normalization/batch_renorm.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const net = {
  ...{ activation: "relu", gain: 2, depth: 2, learningRates: [0.1], batchSize: 50 } as const,
  ...{ seeds: [1, 2], steps: 30 },
};

Deno.test("learningWithNorm() judges in other ways only when it is asked", async () => {
  const before = tf.memory().numTensors;
  const [plain] = await learningWithNorm({ ...net, norm: "batch" });
  const [judged] = await learningWithNorm({ ...net, norm: "batch", judgeMore: true });
  const [layer] = await learningWithNorm({ ...net, norm: "layer", judgeMore: true });
  assert.equal(tf.memory().numTensors, before);
  assert.equal(plain.populationAccuracy, undefined);
  assert.equal(plain.accuracy, judged.accuracy);
  assert(judged.populationAccuracy! > 0.3 && judged.batchAccuracy! > 0.3);
  // Layer normalization has no statistics: all ways are one.
  assert.equal(layer.populationAccuracy, layer.accuracy);
  assert.equal(layer.batchAccuracy, layer.accuracy);
});

Deno.test("learningWithNorm() trains on fewer digits, and normalizes every so many layers", async () => {
  const deep = { ...net, norm: "batch", depth: 4, every: 100 } as const;
  const layersOf = async (normalizedEvery: number) => {
    const [{ probes }] = await learningWithNorm({ ...deep, normalizedEvery, examples: 200 });
    const names = probes.filter(({ of }) => of === "output").map(({ layer }) => layer);
    return [...new Set(names)].filter((name) => name.startsWith("normalization"));
  };
  assert.deepEqual(await layersOf(2), ["normalization_2", "normalization_4"]);
  assert.equal((await layersOf(1)).length, 4);
});

Deno.test("shortened() keeps the parts of the paper's schedule, for any number of steps", () => {
  const { warmUp, r, d } = shortened(1300);
  assert.deepEqual([warmUp, r.at, d.at], [49, 400, 250]);
  for (const steps of [1, 5, 200, 6400]) renormBounds(0, shortened(steps));
});
