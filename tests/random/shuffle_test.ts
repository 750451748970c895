import assert from "node:assert/strict";
import { shuffledIndices } from "../../lib/random/shuffle.ts";

Deno.test("shuffledIndices() keeps every index once", () => {
  assert.deepEqual(
    [...shuffledIndices(101, 3)].sort((a, b) => a - b),
    Array.from({ length: 101 }, (_, i) => i),
  );
});

Deno.test("shuffledIndices() depends on the seed alone", () => {
  assert.deepEqual(shuffledIndices(53, 3), shuffledIndices(53, 3));
  assert.notDeepEqual(shuffledIndices(53, 3), shuffledIndices(53, 4));
});

Deno.test("shuffledIndices() puts every index in every place equally often", () => {
  const [places, repeats] = [5, 5000];
  const counts = Array.from({ length: places }, () => new Array<number>(places).fill(0));
  for (let seed = 0; seed < repeats; seed++) {
    shuffledIndices(places, seed).forEach((index, place) => counts[index][place]++);
  }
  const spread = Math.sqrt(repeats * 0.2 * 0.8);
  for (const count of counts.flat()) assert(Math.abs(count - repeats / places) < 4.5 * spread);
});
