import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";

/**
 * The rows of each step's batch: every example once an epoch, in an order that the seed and the
 * epoch decide; a rest too small for a batch waits for the next epoch. Any step can be asked for,
 * so that a run can go on where it stopped.
 */
export class Batches {
  readonly #count: number;
  readonly batchSize: number;
  readonly #seed: number;
  #epoch = -1;
  #order: Uint32Array = new Uint32Array();

  constructor({ count, batchSize, seed }: { count: number; batchSize: number; seed: number }) {
    this.#count = count;
    this.batchSize = batchSize;
    this.#seed = seed;
  }

  /** Steps in an epoch. */
  get perEpoch(): number {
    return Math.floor(this.#count / this.batchSize);
  }

  /** The rows [batchSize] of a step's batch, counted from 0. */
  rows(step: number): Uint32Array {
    const epoch = Math.floor(step / this.perEpoch);
    if (epoch !== this.#epoch) {
      this.#order = shuffledIndices(this.#count, seedFor(this.#seed, epoch * this.perEpoch));
      this.#epoch = epoch;
    }
    const first = (step - epoch * this.perEpoch) * this.batchSize;
    return this.#order.subarray(first, first + this.batchSize);
  }
}
