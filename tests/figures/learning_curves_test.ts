import assert from "node:assert/strict";
import { learningCurves } from "../../lib/figures/learning_curves.ts";

const run = (group: string, seed: number, loss: number) => ({
  group,
  seed,
  curve: [{ step: 12, loss }],
});
const words = { name: "curves", title: "A test", alt: "A test." };

Deno.test("learningCurves() draw the mean over seeds and its t interval for each group", () => {
  const { data } = learningCurves(
    [run("a", 1, 1), run("a", 2, 3), run("b", 1, 5), run("b", 2, 7)],
    words,
  );
  const lines = data.filter((trace) => (trace as { fill?: string }).fill === undefined) as {
    y: number[];
  }[];
  assert.deepEqual(lines.map((line) => line.y), [[2], [6]]);
  const area = data[0] as { y: number[] };
  // Two values: mean ± 12.706·s/√2 with s = √2.
  assert(Math.abs(Math.max(...area.y) - (2 + 12.706)) < 1e-3);
});

Deno.test("learningCurves() name the figure when a loss is NaN", () => {
  assert.throws(() => learningCurves([run("a", 1, NaN), run("a", 2, 3)], words), /curves/);
});

Deno.test("learningCurves() leave a gap where a loss was no number, and name who never had one", () => {
  const gone = { ...run("gone", 1, 1), curve: [{ step: 0, loss: null }] };
  const half = {
    ...{ group: "half", seed: 1 },
    curve: [{ step: 0, loss: 2 }, { step: 9, loss: null }],
  };
  const { data, layout } = learningCurves([gone, half, { ...half, seed: 2 }], words);
  const line = data[1] as { y: (number | null)[] };
  assert.deepEqual(line.y, [2, null]);
  assert.match(String((layout.title as { text: string }).text), /no finite loss: gone/);
});
