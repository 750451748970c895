/**
 * Copies of plotly input that hold nothing but plain arrays, plain objects and short numbers.
 * @module
 */

/**
 * A deep copy in which typed arrays are arrays and finite numbers have at most `digits` significant
 * digits. NaN and infinities stay as they are, for the check that follows to find.
 *
 * ```ts
 * import { plain } from "./plain.ts";
 * import assert from "node:assert/strict";
 * assert.deepEqual(plain({ y: new Float32Array([0.1, 2]) }, 5), { y: [0.1, 2] });
 * ```
 */
export function plain(value: unknown, digits: number): unknown {
  if (typeof value === "number") return rounded(value, digits);
  if (ArrayBuffer.isView(value)) {
    return Array.from(value as unknown as ArrayLike<number>, (v) => plain(v, digits));
  }
  if (Array.isArray(value)) return value.map((v) => plain(v, digits));
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plain(member, digits)]),
  );
}

/** Rounded to `digits` significant digits; −0 becomes 0, since JSON cannot tell them apart. */
function rounded(value: number, digits: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) + 0 : value;
}
