import assert from "node:assert/strict";
import { emptyImageSet } from "../../lib/datasets/image_set.ts";
import { resized } from "../../lib/experiments/resized.ts";

Deno.test("resized() interpolates between the pixels, and keeps the labels", async () => {
  const set = emptyImageSet(2, { size: 2, classes: ["a", "b"] });
  // Red rises to the right in the first image; the second one is level.
  for (const [pixel, red] of [[0, 0], [1, 100], [2, 0], [3, 100]]) set.pixels[3 * pixel] = red;
  set.pixels.fill(77, 12);
  set.labels.set([1, 0]);
  const large = await resized(set, 4);
  assert.equal(large.size, 4);
  assert.deepEqual([...large.labels], [1, 0]);
  // The centres of four pixels lie at -1/4, 1/4, 3/4 and 5/4 of the way between two; beyond, the edge goes on.
  const row = [0, 1, 2, 3].map((k) => large.pixels[3 * k]);
  assert.deepEqual(row, [0, 25, 75, 100]);
  assert(large.pixels.subarray(48).every((byte) => byte === 77));
  assert.deepEqual([...(await resized(set, 2)).pixels], [...set.pixels]);
});
