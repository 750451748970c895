import assert from "node:assert/strict";
import { digitDomain } from "../../lib/datasets/digit_domains.ts";
import { someImages } from "../../lib/datasets/image_set.ts";
import { onlyNorm, type Trained } from "../../lib/experiments/only_norm.ts";
import { resNetCounts } from "../../lib/models/resnet_counts.ts";

const digits = digitDomain("plain");
const images = {
  train: someImages(digits.train, Array.from({ length: 60 }, (_, k) => k)),
  test: someImages(digits.test, Array.from({ length: 40 }, (_, k) => k)),
};
const net = {
  ...{ images, scale: { mean: [33, 33, 33], sd: [78, 78, 78] } },
  ...{ depth: 8, batchSize: 20, steps: 3, learningRate: 0.1, seed: 1 },
};
const { all, norms, last } = resNetCounts({ depth: 8 });
const expected: Record<Trained, number> = {
  "everything": all,
  "everything but BN": all - norms,
  "BN and last layer": norms + last,
  "BN": norms,
  "others and last layer": norms + last,
  "others": norms,
  "last layer": last,
};

for (const [trained, count] of Object.entries(expected)) {
  Deno.test(`onlyNorm() trains as many numbers as it says: ${trained}`, async () => {
    const found = await onlyNorm({ ...net, trained: trained as Trained });
    assert.deepEqual([found.trainedCount, found.count], [count, all]);
    const channels = norms / 2;
    assert.equal(found.gammas.reduce((a, b) => a + b), channels);
    // γ stays at 1, which is the first number of the sixteenth bin, where it is not trained.
    const moves = trained === "everything" || trained.startsWith("BN");
    assert.equal(found.gammas[15] === channels, !moves);
  });
}

Deno.test("onlyNorm() draws γ from U[0, 1] where it is asked to, and takes channels away", async () => {
  const found = await onlyNorm({ ...net, trained: "last layer", gamma: "uniform" });
  assert.equal(found.gammas.slice(10, 15).reduce((a, b) => a + b), norms / 2);
  assert(found.gammas.slice(10, 15).every((count) => count > 0));
  assert.deepEqual(found.pruned.map(({ share }) => share), [0.1, 0.25, 0.5, 0.75]);
});

Deno.test("onlyNorm() goes on from its checkpoint: what was trained is not trained again", async () => {
  const checkpoint = `${await Deno.makeTempDir()}/run.checkpoint`;
  const whole = await onlyNorm({ ...net, trained: "BN" });
  assert.deepEqual(await onlyNorm({ ...net, trained: "BN", checkpoint }), whole);
  // Killed when it was judged: now the images to train on are black, but nobody looks at them.
  const black = {
    ...images.train,
    pixels: new Uint8Array(new SharedArrayBuffer(60 * 3 * 32 * 32)),
  };
  const blank = { ...net, images: { ...images, train: black }, trained: "BN" as const };
  assert.deepEqual(await onlyNorm({ ...blank, checkpoint }), whole);
  assert.notDeepEqual(await onlyNorm(blank), whole);
});
