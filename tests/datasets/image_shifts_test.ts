import assert from "node:assert/strict";
import sharp from "sharp";
import { emptyImageSet } from "../../lib/datasets/image_set.ts";
import { shifted } from "../../lib/datasets/image_shifts.ts";

const size = 17;

/** Two images of waves, well inside the range of a byte. */
function waves() {
  const set = emptyImageSet(2, { size, classes: ["a", "b"] });
  set.pixels.forEach((_, k) => set.pixels[k] = 128 + 60 * Math.sin(k * 0.7) * Math.cos(k * 0.013));
  set.labels.set([1, 0]);
  return set;
}

Deno.test("shifted() changes bytes as it says, and neither the labels nor the set itself", () => {
  const set = waves();
  const kept = set.pixels.slice();
  const negative = shifted(set, "negative");
  assert(set.pixels.every((value, k) => negative.pixels[k] === 255 - value));
  const colour = shifted(set, "colour");
  assert(
    set.pixels.every((value, k) => colour.pixels[k] === Math.round(value * [1, 0.6, 0.3][k % 3])),
  );
  const contrast = shifted(set, "contrast");
  assert(
    set.pixels.every((value, k) => contrast.pixels[k] === Math.round(128 + (value - 128) / 4)),
  );
  assert.deepEqual([...contrast.labels], [1, 0]);
  assert.deepEqual(set.pixels.slice(), kept);
});

Deno.test("shifted() blurs as sharp's mean over 7 x 7 pixels does, away from the border", async () => {
  const set = waves();
  const raw = { width: size, height: size, channels: 3 as const };
  const kernel = { width: 7, height: 7, kernel: new Array(49).fill(1), scale: 49 };
  const image = set.pixels.slice(0, size * size * 3);
  const expected = await sharp(image, { raw }).convolve(kernel).raw().toBuffer();
  const found = shifted(set, "blur").pixels;
  for (let y = 3; y < size - 3; y++) {
    for (let k = 3 * (y * size + 3); k < 3 * (y * size + size - 3); k++) {
      // Both round once.
      assert(Math.abs(found[k] - expected[k]) <= 1, `${found[k]}, ${expected[k]}`);
    }
  }
});

Deno.test("shifted() adds noise of its standard deviation, by the seed", () => {
  const set = emptyImageSet(3, { size: 64, classes: ["a"] });
  set.pixels.fill(128);
  const noise = shifted(set, "noise", { seed: 3 }).pixels;
  const values = Array.from(noise, (value) => value - 128);
  const mean = values.reduce((a, b) => a + b) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
  // 36,864 draws: five standard deviations of the mean are 1.3. Cut at ±128 = 2.56 of them: 49.4.
  assert(Math.abs(mean) < 1.3 && Math.abs(sd - 49.4) < 1, `${mean}, ${sd}`);
  assert.deepEqual(shifted(set, "noise", { seed: 3 }).pixels, noise);
  assert.notDeepEqual(shifted(set, "noise", { seed: 4 }).pixels, noise);
});
