import assert from "node:assert/strict";
import { augment, type AugmentOptions } from "../../lib/datasets/augment.ts";
import { emptyImageSet, type ImageSet } from "../../lib/datasets/image_set.ts";

const size = 23;
const scale = {
  mean: [10, 20, 30],
  sd: [2, 4, 8],
};

/** One image whose colours are linear: red 5x + 1, green 7y + 2, blue 3x + 4y + 3. */
function ramp(): ImageSet {
  const set = emptyImageSet(1, { size, classes: ["ramp"] });
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      set.pixels.set([5 * x + 1, 7 * y + 2, 3 * x + 4 * y + 3], 3 * (y * size + x));
    }
  }
  return set;
}

/** Red, green and blue of the augmented ramp, as bytes were, and where in the image they come from. */
function drawn(seed: number, options: AugmentOptions) {
  const out = new Float32Array(3 * size * size);
  augment(ramp(), { rows: [0], out, scale, seed, options });
  const at = (x: number, y: number) => {
    const [r, g, b] = [0, 1, 2].map((c) =>
      out[3 * (y * size + x) + c] * scale.sd[c] + scale.mean[c]
    );
    return { r, g, b, x: (r - 1) / 5, y: (g - 2) / 7 };
  };
  return { out, at };
}

/** Bytes up to 255 in float32, scaled and back. */
const tolerance = 255 * 8 * 2 ** -23;

Deno.test("augment() without options scales the bytes and nothing else", () => {
  const { at } = drawn(1, {});
  for (const [x, y] of [[0, 0], [22, 22], [3, 17]]) {
    const pixel = at(x, y);
    const expected = [5 * x + 1, 7 * y + 2, 3 * x + 4 * y + 3];
    [pixel.r, pixel.g, pixel.b].forEach((value, c) => {
      assert(Math.abs(value - expected[c]) <= tolerance);
    });
  }
});

Deno.test("augment() mirrors half of the images", () => {
  const mirrored = Array.from({ length: 400 }, (_, seed) => {
    const { at } = drawn(seed, { flip: true });
    const left = at(0, 5).x;
    assert(Math.abs(left) < 1e-4 || Math.abs(left - (size - 1)) < 1e-4);
    return left > 1;
  });
  const share = mirrored.filter(Boolean).length / 400;
  // Four standard deviations of a binomial share: 4·√(1/4/400).
  assert(Math.abs(share - 0.5) < 0.1, `${share}`);
});

Deno.test("augment() stretches rectangles of the asked area and shape over the image", () => {
  const areas: number[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const { at } = drawn(seed, { resizedCrop: { scale: [0.35, 0.6] } });
    // Inside, the interpolation of a linear image is exact.
    const [near, far] = [at(6, 6), at(16, 16)];
    const [width, height] = [(far.x - near.x) / 10 * size, (far.y - near.y) / 10 * size];
    const [area, ratio] = [width * height / size ** 2, width / height];
    assert(area > 0.35 - 1e-4 && area < 0.6 + 1e-4, `area ${area}`);
    assert(ratio > 3 / 4 - 1e-4 && ratio < 4 / 3 + 1e-4, `ratio ${ratio}`);
    const [left, top] = [near.x + 0.5 - 6.5 * width / size, near.y + 0.5 - 6.5 * height / size];
    for (const [start, length] of [[left, width], [top, height]]) {
      assert(start > -1e-3 && start + length < size + 1e-3, `from ${start}, ${length} long`);
    }
    assert(Math.abs(3 * near.x + 4 * near.y + 3 - near.b) < 1e-3);
    areas.push(area);
  }
  const mean = areas.reduce((a, b) => a + b) / areas.length;
  // Uniform: mean 0.475, standard deviation 0.25/√12; four of the mean's.
  assert(Math.abs(mean - 0.475) < 4 * 0.25 / Math.sqrt(12 * 200), `${mean}`);
});

Deno.test("augment() shifts by whole pixels, and black comes in", () => {
  const seen = new Set<number>();
  for (let seed = 0; seed < 100; seed++) {
    const { at } = drawn(seed, { shift: 2 });
    const { x, y } = at(10, 10);
    assert(Math.abs(x - Math.round(x)) < 1e-4 && Math.abs(x - 10) < 2.1 && Math.abs(y - 10) < 2.1);
    seen.add(Math.round(x) - 10);
    const corner = at(0, 0);
    const isOutside = Math.round(x) < 10 || Math.round(y) < 10;
    assert.equal(Math.abs(corner.g) < tolerance, isOutside, `seed ${seed}`);
  }
  assert.deepEqual([...seen].sort(), [-1, -2, 0, 1, 2]);
});

Deno.test("augment() gives the same for the same seed, and another for each row and seed", () => {
  const options = { flip: true, resizedCrop: { scale: [0.35, 1] as [number, number] } };
  assert.deepEqual(drawn(5, options).out, drawn(5, options).out);
  assert.notDeepEqual(drawn(5, options).out, drawn(6, options).out);
  const out = new Float32Array(2 * 3 * size * size);
  augment(ramp(), { rows: [0, 0], out, scale, seed: 5, options });
  assert.notDeepEqual(out.slice(0, out.length / 2), out.slice(out.length / 2));
});
