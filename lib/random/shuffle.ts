import { seedFor } from "./seeds.ts";

/**
 * The whole numbers from 0 to `count` − 1 in an order that the seed decides
 * (Fisher–Yates shuffle).
 */
export function shuffledIndices(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(seedFor(seed, last) / 2 ** 32 * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
