import assert from "node:assert/strict";
import * as figures from "../../lib/figures/lesson_07.ts";
import { testFigures } from "./named_figures.ts";

const { structureAndSize, peers, ...byQuantity } = figures;
testFigures(byQuantity);

for (const draw of [structureAndSize, peers]) {
  Deno.test(`${draw.name}() draws the mean of the seeds of each start`, () => {
    const values = [0.25, 0.75, 0.9];
    const { data } = draw(values.map((value, k) => ({ name: k < 2 ? "a" : "b", value })));
    assert.deepEqual((data[0] as { x: number[] }).x, [0.5, 0.9]);
  });
}
