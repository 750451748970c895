import assert from "node:assert/strict";
import * as figures from "../../lib/figures/lesson_13.ts";
import { testFigures } from "./named_figures.ts";

const { gradientHistograms, weightHistograms, ...curves } = figures;
testFigures(curves);

for (const draw of [gradientHistograms, weightHistograms]) {
  Deno.test(`${draw.name}() draws a ridge for each layer of each net`, () => {
    const rows = [1, 2, 3].map((layer) => ({ layer, x: [0, 1, 2], density: [0, 1, 0] }));
    const { data } = draw([{ title: "one", rows }, { title: "other", rows }]);
    assert.equal(data.length, 6);
  });
}
