import assert from "node:assert/strict";
import { gradientGrowth, inLayer, signalsIn, startStudy } from "../../lib/experiments/lesson_05.ts";

Deno.test("gradientGrowth() of a linear net is its gain", async () => {
  const rows = await signalsIn({ activation: "linear", gain: 1.5, depth: 4 });
  // 4·σ/√N over the units of 400 × 5 × 4 layers.
  assert(Math.abs(gradientGrowth(rows) / 1.5 - 1) < 4 * Math.sqrt(2 / 8000) + 2 / 400);
  assert(Math.abs(inLayer(rows, { layer: 1, of: "preSecondMoment" }) - 1.5) < 0.1);
});

Deno.test("startStudy() has five seeds of every case", () => {
  assert.equal(startStudy().length, 2 * 6 * 4 * 5);
});
