/**
 * The second thread of a {@linkcode BatchQueue}: prepares one batch after the other, and sleeps while
 * none is asked for.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import { augment } from "./augment.ts";
import { asked, ready, type SharedQueue } from "./batch_queue.ts";
import { imageLength } from "./image_set.ts";

self.onmessage = ({ data }: MessageEvent<SharedQueue>) => {
  for (let done = 0;; done++) {
    Atomics.wait(data.counts, asked, done);
    prepare(data, done % data.options.room);
    Atomics.add(data.counts, ready, 1);
    Atomics.notify(data.counts, ready);
  }
};

function prepare({ set, options, orders, images }: SharedQueue, slot: number): void {
  const { batchSize, room, scale, augmentation } = options;
  const length = batchSize * imageLength(set);
  augment(set, {
    rows: orders.subarray(slot * batchSize, (slot + 1) * batchSize),
    out: images.subarray(slot * length, (slot + 1) * length),
    seed: orders[room * batchSize + slot],
    options: augmentation,
    scale,
  });
}
