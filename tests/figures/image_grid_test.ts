import assert from "node:assert/strict";
import { imageGrid } from "../../lib/figures/image_grid.ts";

const words = { name: "images", title: "A", alt: "A." };
const image = (r: number, g: number, b: number) => [0, 1, 2, 3].flatMap(() => [r, g, b]);

Deno.test("imageGrid() lays colour images out in rows, with white lines between them", () => {
  const rows = [
    { name: "one", images: [image(0, 15, 30), image(255, 0, 0)] },
    { name: "two", images: [image(90, 90, 90)] },
  ];
  const { z } = imageGrid(rows, words).data[0] as unknown as { z: number[][][] };
  assert.equal(z.length, 6);
  assert.deepEqual(z[0][0], [0, 15, 30]);
  assert.deepEqual(z[1].slice(1, 5), [[0, 15, 30], [255, 255, 255], [255, 255, 255], [255, 0, 0]]);
  assert.deepEqual(z[4][1], [90, 90, 90]);
  assert.deepEqual(z[5][5], [255, 255, 255]);
});

Deno.test("imageGrid() refuses no images, and images that are not square or differ in size", () => {
  for (const images of [[], [[1, 2, 3, 4]], [image(1, 2, 3), [1, 2, 3]]]) {
    assert.throws(() => imageGrid([{ name: "", images }], words), /square of one size/);
  }
});
