import assert from "node:assert/strict";
import { digitGrid, directionGrid } from "../../lib/figures/digit_grid.ts";

const words = { name: "digits", title: "A", alt: "A." };

Deno.test("digitGrid() lays images out in rows, with white lines between them", () => {
  const digits = [[0, 1, 0.5, 0], [1, 1, 1, 1]];
  const { data } = digitGrid([{ name: "in", digits }, { name: "out", digits: [digits[0]] }], words);
  const { z } = data[0] as unknown as { z: number[][] };
  assert.deepEqual(z, [
    [0, 9, 9, 9, 9, 9],
    [5, 0, 9, 9, 9, 9],
    [9, 9, 9, 9, 9, 9],
    [9, 9, 9, 9, 9, 9],
    [0, 9, 9, 9, 9, 9],
    [5, 0, 9, 9, 9, 9],
  ]);
});

Deno.test("digitGrid() refuses no images, and images that are not square or differ in size", () => {
  for (const digits of [[], [[1, 2, 3]], [[1], [1, 2, 3, 4]]]) {
    assert.throws(() => digitGrid([{ name: "", digits }], words), /square of one size/);
  }
});

Deno.test("directionGrid() shows 0 grey and the largest value of each direction white or black", () => {
  const directions = [[0, 2, -1, 0], [-4, 0, 0, 2], [0, 0, 0, 0]];
  const { data } = directionGrid([{ name: "", directions }], words);
  const { z } = data[0] as unknown as { z: number[][] };
  assert.deepEqual(z[0], [5, 9, 9, 9, 0, 5, 9, 9, 5, 5]);
  assert.deepEqual(z[1], [2, 5, 9, 9, 5, 7, 9, 9, 5, 5]);
});
