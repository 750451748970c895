import assert from "node:assert/strict";
import { augment } from "../../lib/datasets/augment.ts";
import { BatchQueue } from "../../lib/datasets/batch_queue.ts";
import { emptyImageSet } from "../../lib/datasets/image_set.ts";

const size = 11;
const scale = {
  mean: [1, 2, 3],
  sd: [4, 5, 6],
};
const options = { flip: true, shift: 1 };

/** 13 images of noise. */
function noise() {
  const set = emptyImageSet(13, { size, classes: ["a", "b", "c"] });
  set.pixels.forEach((_, k) => set.pixels[k] = (k * k * 7 + 3 * k) % 256);
  set.labels.forEach((_, k) => set.labels[k] = k % 3);
  return set;
}

Deno.test("BatchQueue gives in order what augment() would", () => {
  const set = noise();
  using queue = new BatchQueue(set, { batchSize: 5, scale, augmentation: options, room: 3 });
  const rowsOf = (step: number) => Array.from({ length: 5 }, (_, k) => (step * 5 + k) % 13);
  for (let step = 0; step < 3; step++) queue.ask(rowsOf(step), step);
  // Three times around the room.
  for (let step = 0; step < 9; step++) {
    const { images, labels } = queue.take();
    const out = new Float32Array(5 * 3 * size * size);
    augment(set, { rows: rowsOf(step), out, scale, seed: step, options });
    assert.deepEqual(images, out);
    assert.deepEqual([...labels], rowsOf(step).map((row) => row % 3));
    queue.ask(rowsOf(step + 3), step + 3);
  }
});

Deno.test("BatchQueue prepares while this thread computes", () => {
  using queue = new BatchQueue(noise(), { batchSize: 5, scale });
  queue.ask([0, 1, 2, 3, 4], 1);
  queue.take();
  for (const seed of [2, 3, 4, 5]) queue.ask([5, 6, 7, 8, 9], seed);
  // Nothing awaits: what gets ready meanwhile gets ready in another thread. A minute is for ever.
  for (const end = performance.now() + 60_000; queue.ready < 4 && performance.now() < end;);
  assert.equal(queue.ready, 4);
});

Deno.test("BatchQueue says what it cannot do", () => {
  const set = noise();
  assert.throws(() => new BatchQueue(set, { batchSize: 0, scale }), /batchSize must be at least 1/);
  using queue = new BatchQueue(set, { batchSize: 2, scale, room: 1 });
  assert.throws(() => queue.take(), /ask for a batch first/);
  assert.throws(() => queue.ask([1], 1), /needs 2 rows from 0 to 12, received 1 rows/);
  assert.throws(() => queue.ask([1, 13], 1), /received 2 rows up to 13/);
  queue.ask([1, 12], 1);
  assert.equal(queue.free, 0);
  assert.throws(() => queue.ask([1, 2], 1), /take one of the 1 first/);
});
