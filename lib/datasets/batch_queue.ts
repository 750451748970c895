import type { AugmentOptions, PixelScale } from "./augment.ts";
import { imageLength, type ImageSet } from "./image_set.ts";

/** Batches that a second thread prepares. */
export interface BatchQueueOptions {
  batchSize: number;
  scale: PixelScale;
  augmentation?: AugmentOptions;
  /** Batches that can wait. Default 4. */
  room?: number;
}

/** A batch: images [batch, size, size, 3], and the class of each [batch]. */
export interface ImageBatch {
  images: Float32Array<ArrayBuffer>;
  labels: Int32Array<ArrayBuffer>;
}

/** What the two threads share. */
export interface SharedQueue {
  set: ImageSet;
  options: Required<Pick<BatchQueueOptions, "batchSize" | "scale" | "augmentation" | "room">>;
  /** Number of batches that were asked for, and that are ready [2]. */
  counts: Int32Array<SharedArrayBuffer>;
  /** Rows [room, batch], then the seed of each batch [room]. */
  orders: Uint32Array<SharedArrayBuffer>;
  /** [room, batch, size, size, 3] */
  images: Float32Array<SharedArrayBuffer>;
}

/** Asked for; ready. */
export const [asked, ready] = [0, 1];

/** A thread that takes longer for one batch has died. */
const patienceMs = 60_000;

/**
 * Prepares batches in a second thread while this one computes. Nothing awaits: `take()` waits for a batch
 * without leaving the thread, so that Jupyter's Stop ends a training.
 *
 * @example The next batch is prepared while this one is used
 * ```ts
 * import { BatchQueue } from "./batch_queue.ts";
 * import { emptyImageSet } from "./image_set.ts";
 * import { strict as assert } from "node:assert";
 * const set = emptyImageSet(7, { size: 8, classes: ["black"] });
 * using queue = new BatchQueue(set, { batchSize: 2, scale: { mean: [1, 2, 3], sd: [1, 1, 1] } });
 * queue.ask([3, 5], 1);
 * queue.ask([0, 6], 2);
 * const { images } = queue.take();
 * assert.deepEqual([...images.slice(0, 3)], [-1, -2, -3]);
 * ```
 */
export class BatchQueue {
  readonly #shared: SharedQueue;
  readonly #worker: Worker;
  readonly #rows: Uint32Array[] = [];
  #taken = 0;
  /** Time that `take()` has waited, in ms. */
  waitedMs = 0;

  constructor(set: ImageSet, options: BatchQueueOptions) {
    const { batchSize, scale, augmentation = {}, room = 4 } = options;
    if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
      throw new RangeError(`BatchQueue(): batchSize must be at least 1, received ${batchSize}`);
    }
    const bytes = (count: number) => new SharedArrayBuffer(4 * count);
    this.#shared = {
      set,
      options: { batchSize, scale, augmentation, room },
      counts: new Int32Array(bytes(2)),
      orders: new Uint32Array(bytes(room * (batchSize + 1))),
      images: new Float32Array(bytes(room * batchSize * imageLength(set))),
    };
    this.#worker = new Worker(new URL("./batch_worker.ts", import.meta.url), { type: "module" });
    this.#worker.postMessage(this.#shared);
    abandoned.register(this, this.#worker, this);
  }

  /** Number of batches that can be asked for now. */
  get free(): number {
    return this.#shared.options.room - this.#rows.length;
  }

  /** Number of batches that can be taken without waiting. */
  get ready(): number {
    return Atomics.load(this.#shared.counts, ready) - this.#taken;
  }

  /**
   * Asks for a batch of these rows, augmented by this seed.
   *
   * @throws {RangeError} when there is no room, or the rows are not a batch of the set
   */
  ask(rows: ArrayLike<number>, seed: number): void {
    const { set, options: { batchSize, room }, counts, orders } = this.#shared;
    const list = Uint32Array.from(rows);
    if (list.length !== batchSize || !list.every((row) => row < set.labels.length)) {
      throw new RangeError(
        `BatchQueue.ask(): needs ${batchSize} rows from 0 to ${set.labels.length - 1}, received ` +
          `${list.length} rows up to ${Math.max(...list)}`,
      );
    }
    if (this.free === 0) throw new RangeError(`BatchQueue.ask(): take one of the ${room} first`);
    const slot = (this.#taken + this.#rows.length) % room;
    orders.set(list, slot * batchSize);
    orders[room * batchSize + slot] = seed;
    this.#rows.push(list);
    Atomics.add(counts, asked, 1);
    Atomics.notify(counts, asked);
  }

  /**
   * The batch that was asked for first; waits until it is ready.
   *
   * @throws {RangeError} when none was asked for
   * @throws {Error} when the second thread has died
   */
  take(): ImageBatch {
    const { set, options: { batchSize, room }, counts, images } = this.#shared;
    const [rows] = this.#rows;
    if (!rows) throw new RangeError("BatchQueue.take(): ask for a batch first");
    const start = performance.now();
    for (let done = Atomics.load(counts, ready); done <= this.#taken;) {
      if (Atomics.wait(counts, ready, done, patienceMs) === "timed-out") {
        throw new Error("BatchQueue.take(): the thread that prepares batches has died: begin anew");
      }
      done = Atomics.load(counts, ready);
    }
    this.waitedMs += performance.now() - start;
    const length = batchSize * imageLength(set);
    const slot = this.#taken % room;
    this.#rows.shift();
    this.#taken++;
    return {
      images: Float32Array.from(images.subarray(slot * length, (slot + 1) * length)),
      labels: Int32Array.from(rows, (row) => set.labels[row]),
    };
  }

  /** Ends the second thread. */
  [Symbol.dispose](): void {
    abandoned.unregister(this);
    this.#worker.terminate();
  }
}

/** Ends the thread of a queue that a stopped cell left behind. */
const abandoned = new FinalizationRegistry<Worker>((worker) => worker.terminate());
