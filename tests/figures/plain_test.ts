import assert from "node:assert/strict";
import { plain } from "../../lib/figures/plain.ts";

Deno.test("plain() turns typed arrays into arrays at any depth", () => {
  assert.deepEqual(plain({ a: [new Float64Array([1, 2])], b: { c: Uint8Array.of(3) } }, 5), {
    a: [[1, 2]],
    b: { c: [3] },
  });
});

Deno.test("plain() keeps the given number of significant digits", () => {
  assert.deepEqual(plain([123.456, -0.00123456, 1e300 / 3], 3), [123, -0.00123, 3.33e299]);
});

Deno.test("plain() writes minus zero as zero", () => {
  assert.ok(Object.is(plain(-0, 5), 0));
});

Deno.test("plain() leaves NaN, infinities, gaps, texts and dates for others to judge", () => {
  const date = new Date(0);
  const values = [NaN, Infinity, null, "1.23456789", true, date];
  assert.deepEqual(plain(values, 3), values);
});

Deno.test("plain() drops members without a value, as JSON does", () => {
  assert.deepEqual(Object.keys(plain({ a: undefined, b: 1 }, 5) as object), ["b"]);
});
