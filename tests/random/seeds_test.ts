import assert from "node:assert/strict";
import { seedFor } from "../../lib/random/seeds.ts";

Deno.test("seedFor() gives every part of every seed a different number", () => {
  const seen = new Set<number>();
  for (let seed = 0; seed < 97; seed++) {
    for (let index = 0; index < 89; index++) seen.add(seedFor(seed, index));
  }
  // 8,633 draws from 2³² numbers collide with probability 0.009; these do not.
  assert.equal(seen.size, 97 * 89);
});

Deno.test("seedFor() spreads evenly: each of 32 bits is set in half of the draws", () => {
  const draws = Array.from({ length: 4001 }, (_, i) => seedFor(11, i));
  for (let bit = 0; bit < 32; bit++) {
    const share = draws.filter((d) => (d >>> bit) & 1).length / draws.length;
    assert(Math.abs(share - 0.5) < 4 * 0.5 / Math.sqrt(draws.length), `bit ${bit}: ${share}`);
  }
});
