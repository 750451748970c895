import assert from "node:assert/strict";
import { type DigitDomain, digitDomain } from "../../lib/datasets/digit_domains.ts";
import { mnist } from "../../lib/datasets/mnist.ts";

const size = 32;
/** Mean of the bytes of one image. */
const brightness = (pixels: Uint8Array, k: number) => {
  const image = pixels.subarray(3 * size * size * k, 3 * size * size * (k + 1));
  return image.reduce((sum, value) => sum + value, 0) / image.length;
};

Deno.test("digitDomain() paints MNIST's digits in their order, with their labels", () => {
  const { train, test } = digitDomain("plain", { seed: 5 });
  const digits = mnist({ seed: 5 });
  assert.deepEqual([...train.labels], [...digits.train.labels.dataSync()]);
  assert.deepEqual([...test.labels], [...digits.test.labels.dataSync()]);
  const ink = digits.test.images.dataSync();
  for (const [k, y, x] of [[0, 14, 14], [7, 10, 12], [1999, 20, 15]]) {
    const at = 3 * ((k * size + y + 2) * size + x + 2);
    const expected = Math.trunc(255 * ink[(k * 28 + y) * 28 + x]);
    assert.deepEqual([...test.pixels.subarray(at, at + 3)], [expected, expected, expected]);
  }
});

Deno.test("digitDomain() has a near domain that is paler, and a far one that is dark on light", () => {
  const spread = (domain: DigitDomain) => {
    const { pixels } = digitDomain(domain).test;
    const values = pixels.subarray(0, 3 * size * size * 50);
    return [
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b)),
    ];
  };
  assert.deepEqual(spread("plain"), [0, 255]);
  assert.deepEqual(spread("near"), [30, 210]);
  const [plain, far] = [digitDomain("plain"), digitDomain("far")].map(({ test }) => test.pixels);
  // A digit covers a fifth of an image: on black it is dark, on a light ground bright.
  for (let k = 0; k < 50; k++) {
    assert(brightness(plain, k) < 90, `plain ${brightness(plain, k)}`);
    assert(brightness(far, k) > 95, `far ${brightness(far, k)}`);
  }
});

Deno.test("digitDomain() gives every far digit a ground of its own, by the seed", () => {
  const corner = (
    seed: number,
    k: number,
  ) => [...digitDomain("far", { seed }).train.pixels.subarray(3 * size * size * k).subarray(0, 3)];
  assert.notDeepEqual(corner(1, 0), corner(1, 1));
  assert.deepEqual(corner(2, 3), corner(2, 3));
});
