import assert from "node:assert/strict";
import { Batches } from "../../lib/training/batches.ts";

const options = { count: 23, batchSize: 5, seed: 3 };

Deno.test("Batches show every example at most once an epoch, in another order each epoch", () => {
  const batches = new Batches(options);
  assert.equal(batches.perEpoch, 4);
  const epochs = [0, 1].map((epoch) =>
    [0, 1, 2, 3].flatMap((step) => [...batches.rows(4 * epoch + step)])
  );
  for (const rows of epochs) {
    assert.equal(new Set(rows).size, 20);
    assert(rows.every((row) => row >= 0 && row < 23));
  }
  assert.notDeepEqual(epochs[0], epochs[1]);
});

Deno.test("Batches of a step are the same whichever steps were asked for before", () => {
  const inOrder = new Batches(options);
  const rows = Array.from({ length: 12 }, (_, step) => [...inOrder.rows(step)]);
  const other = new Batches(options);
  for (const step of [11, 0, 6, 5, 11]) assert.deepEqual([...other.rows(step)], rows[step]);
  assert.notDeepEqual([...new Batches({ ...options, seed: 4 }).rows(0)], rows[0]);
});
