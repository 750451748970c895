import assert from "node:assert/strict";
import { marginsFigure } from "../../lib/figures/lesson_15.ts";

Deno.test("marginsFigure() marks where an interval touches its bound, at a margin of 1", () => {
  const { data } = marginsFigure([1, 10, 100]);
  const mark = data[1] as { x: number[] };
  assert.deepEqual(mark.x, [0, 0]);
});
