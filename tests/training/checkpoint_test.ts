import assert from "node:assert/strict";
import { join } from "node:path";
import { mlp } from "../../lib/models/mlp.ts";
import { adam } from "../../lib/training/optimizers.ts";
import { train, type TrainOptions } from "../../lib/training/train.ts";
import { groups, net, weightsOf } from "./groups.ts";

const options: TrainOptions = {
  steps: 30,
  batchSize: 7,
  learningRate: 0.05,
  seed: 4,
  optimizer: adam,
  probes: { every: 10 },
};

/** Runs with the path of a file in a folder of its own. */
async function withFile(run: (path: string) => Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    await run(join(folder, "runs", "one.checkpoint"));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("a checkpoint lets another process finish a run as if nothing had happened", () =>
  withFile(async (checkpoint) => {
    const data = groups(60);
    const whole = mlp(net);
    const expected = train(whole, data, options);
    train(mlp(net), data, { ...options, steps: 17, checkpoint });
    // Other weights: all of them come from the file.
    const later = mlp({ ...net, seed: 9 });
    const history = train(later, data, { ...options, checkpoint });
    assert.deepEqual(await history.rows(), await expected.rows());
    assert.deepEqual(await history.probes(), await expected.probes());
    assert.deepEqual(weightsOf(later), weightsOf(whole));
    const again = mlp({ ...net, seed: 9 });
    assert.equal((await train(again, data, { ...options, checkpoint }).rows()).length, 30);
    assert.deepEqual(weightsOf(again), weightsOf(whole), "a finished run is read, not repeated");
  }));

Deno.test("a checkpoint of another training, or a broken one, is refused and left alone", () =>
  withFile((checkpoint) => {
    const data = groups(60);
    train(mlp(net), data, { ...options, checkpoint });
    const bytes = Deno.readFileSync(checkpoint);
    assert.throws(
      () => train(mlp(net), data, { ...options, batchSize: 5, checkpoint }),
      /must be of this training.*"batchSize":7.*delete it/,
    );
    assert.throws(
      () => train(mlp({ ...net, hidden: [11] }), data, { ...options, checkpoint }),
      /must be of this training/,
    );
    assert.deepEqual(Deno.readFileSync(checkpoint), bytes);
    Deno.writeFileSync(checkpoint, bytes.subarray(0, 100));
    assert.throws(() => train(mlp(net), data, { ...options, checkpoint }), /broken: delete it/);
    return Promise.resolve();
  }));

Deno.test("a checkpoint is written while the run goes on, whole or not at all", () =>
  withFile((path) => {
    const sizes: number[] = [];
    const look = () => {
      try {
        sizes.push(Deno.statSync(path).size);
      } catch {
        sizes.push(0);
      }
      return 0.05;
    };
    const checkpoint = { path, everySeconds: 0 };
    const data = groups(60);
    train(mlp(net), data, {
      ...options,
      steps: 1100,
      probes: false,
      checkpoint,
      learningRate: look,
    });
    assert(sizes.some((size) => size > 0), "a file is there before the end");
    assert.deepEqual([...Deno.readDirSync(join(path, ".."))].map(({ name }) => name), [
      "one.checkpoint",
    ]);
    return Promise.resolve();
  }));
