import assert from "node:assert/strict";
import {
  deeperOrWider,
  gammasFigure,
  learningParts,
  prunedFigure,
} from "../../lib/figures/lesson_14.ts";
import { testFigures } from "./named_figures.ts";

testFigures({ deeperOrWider, prunedFigure });

Deno.test("learningParts() draws the mean of the seeds", () => {
  const { data } = learningParts([{ name: "BN", value: 0.2 }, { name: "BN", value: 0.4 }]);
  assert(Math.abs((data[0] as { x: number[] }).x[0] - 0.3) < 1e-6);
});

Deno.test("gammasFigure() draws a line for each group", () => {
  const { data } = gammasFigure([{ name: "a", x: [0, 1], share: [0.2, 0.8] }]);
  assert.deepEqual((data[0] as { y: number[] }).y, [0.2, 0.8]);
});
