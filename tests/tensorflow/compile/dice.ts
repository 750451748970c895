import { seedFor } from "../../../lib/random/seeds.ts";

/** Choices that depend on nothing but a seed. */
export class Dice {
  readonly #seed: number;
  #throws = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A new seed for something else. */
  seed(): number {
    return seedFor(this.#seed, this.#throws++);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.seed() / 2 ** 32 < probability;
  }

  /** One of these. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.seed() % choices.length];
  }

  /** `count` of something. */
  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}
