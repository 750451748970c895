import assert from "node:assert/strict";
import { emptyImageSet, sampleImages, someImages } from "../../lib/datasets/image_set.ts";
import { imageTensors } from "../../lib/datasets/image_tensors.ts";

/** Eleven images, each of one value: its number. */
const set = emptyImageSet(11, { size: 2, classes: ["even", "odd"] });
set.labels.forEach((_, k) => {
  set.pixels.fill(k, 12 * k, 12 * (k + 1));
  set.labels[k] = k % 2;
});
const numbers = ({ pixels, labels }: typeof set) => [...labels.keys()].map((k) => pixels[12 * k]);

Deno.test("someImages() takes rows in their order, with their labels, and no row that is not there", () => {
  const some = someImages(set, [7, 0, 7]);
  assert.deepEqual(numbers(some), [7, 0, 7]);
  assert.deepEqual([...some.labels], [1, 0, 1]);
  assert.throws(() => someImages(set, [11]), /rows must be from 0 to 10, received 11/);
});

Deno.test("sampleImages() draws each image at most once, the same ones for the same seed", () => {
  const four = numbers(sampleImages(set, { count: 4, seed: 1 }));
  assert.equal(new Set(four).size, 4);
  assert.deepEqual(numbers(sampleImages(set, { count: 4, seed: 1 })), four);
  assert.notDeepEqual(numbers(sampleImages(set, { count: 4, seed: 2 })), four);
  for (const count of [11, 12, undefined]) assert.equal(sampleImages(set, { count, seed: 1 }), set);
});

Deno.test("imageTensors() gives scaled pixels and classes in the order of the rows", () => {
  const scale = { mean: [1, 1, 1], sd: [2, 2, 2] };
  const { x, labels } = imageTensors(set, { scale, rows: Uint32Array.of(5, 0) });
  assert.deepEqual(x.shape, [2, 2, 2, 3]);
  assert.deepEqual([...x.dataSync()], [...Array(12).fill(2), ...Array(12).fill(-0.5)]);
  assert.deepEqual([...labels.dataSync()], [1, 0]);
  assert.equal(imageTensors(set, { scale }).x.shape[0], 11);
});
