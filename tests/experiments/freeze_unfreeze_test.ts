import assert from "node:assert/strict";
import { digitDomain } from "../../lib/datasets/digit_domains.ts";
import { someImages } from "../../lib/datasets/image_set.ts";
import { FreezeUnfreeze, type Tasks } from "../../lib/experiments/freeze_unfreeze.ts";
import { ways } from "../../lib/experiments/freeze_unfreeze_study.ts";

const few = (domain: "plain" | "far") => {
  const { train, test } = digitDomain(domain);
  const first = (count: number) => Array.from({ length: count }, (_, k) => k);
  return { train: someImages(train, first(64)), test: someImages(test, first(20)) };
};
const tasks: Tasks = {
  ...{ source: few("plain"), target: few("far"), width: 1 / 16, batchSize: 16 },
  scale: { mean: [128, 128, 128], sd: [64, 64, 64] },
  ...{
    stepsPerEpoch: 2,
    sourceEpochs: 1,
    sourceRates: { normalized: 0.1, bare: 0.003 },
    judgedOn: 20,
  },
};
const nets = new FreezeUnfreeze(tasks, { seed: 1 });

for (const way of ways) {
  Deno.test(`FreezeUnfreeze goes the way "${way.name}", and nothing moves that is frozen`, async () => {
    const short = way.phases.map((phase) => ({ ...phase, epochs: 1 }));
    const rows = await nets.go({ ...way, phases: short });
    assert.deepEqual(
      rows.map(({ phase, epoch }) => [phase, epoch]),
      short.flatMap((_, k) => [[k + 1, k], [k + 1, k + 1]]),
    );
    assert.equal(rows[0].sourceAccuracy === undefined, way.beginning.startsWith("random"));
    for (const { phase, epoch, moved, jump, shift, loss, spread, weightBins } of rows) {
      assert([moved, jump, shift, weightBins!].every((list) => list.length === 20));
      if (epoch < phase) {
        assert(moved.every((value) => value === 0) && shift.every((value) => value === 0));
        continue;
      }
      assert(Number.isFinite(loss) && Number.isFinite(spread));
      assert(moved[19] > 0 && jump[19] > 0);
      const isFrozen = short[phase - 1].learns !== "all";
      assert.equal(moved.slice(0, 19).every((value) => value === 0), isFrozen);
    }
  });
}

Deno.test("FreezeUnfreeze begins all ways from a source with the same body", async () => {
  const [head, both] = await Promise.all(
    ways.filter(({ beginning, phases }) => beginning === "pre-trained" && phases.length === 2)
      .map((way) => nets.go({ ...way, phases: [{ ...way.phases[0], epochs: 1 }] })),
  );
  assert.deepEqual(head[0].weights, both[0].weights);
  assert.equal(head[0].accuracy, both[0].accuracy);
  assert.notEqual(head[1].accuracy === both[1].accuracy && head[1].loss === both[1].loss, true);
});

Deno.test("FreezeUnfreeze keeps a net that learned the source where it is told to", async () => {
  const kept = `${await Deno.makeTempDir()}/shared`;
  const way = ways.find(({ name }) => name === "BN, pre-trained")!;
  const short = { ...way, phases: [{ ...way.phases[0], epochs: 1 }] };
  const [{ sourceAccuracy, weights }] = await nets.go(short);
  const { train } = tasks.source;
  const black = { ...train, pixels: new Uint8Array(new SharedArrayBuffer(train.pixels.length)) };
  // The second one finds the net: what it would learn from is black.
  for (const images of [train, black]) {
    const again = new FreezeUnfreeze(
      { ...tasks, source: { ...tasks.source, train: images } },
      { seed: 1, kept },
    );
    const [found] = await again.go(short);
    assert.deepEqual([found.sourceAccuracy, found.weights], [sourceAccuracy, weights]);
  }
});
