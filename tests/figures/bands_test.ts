import assert from "node:assert/strict";
import { bands } from "../../lib/figures/bands.ts";

const words = {
  ...{ name: "test", title: "A test", alt: "A test." },
  ...{ x: { title: "x" }, y: { title: "y" } },
};
const row = (group: string, x: number, value: number | null) => ({ group, x, value });
type Trace = { x: number[]; y: (number | null)[]; fill?: string; showlegend?: boolean };

Deno.test("bands() draw the mean of the seeds in the order of x, with its t interval", () => {
  const rows = [row("a", 2, 5), row("a", 1, 1), row("a", 1, 3), row("a", 2, 7)];
  const [area, line] = bands(rows, words).data as Trace[];
  assert.deepEqual([line.x, line.y], [[1, 2], [2, 6]]);
  // Two values: mean ± 12.706·s/√2 with s = √2.
  assert(Math.abs(Math.max(...area.y as number[]) - (6 + 12.706)) < 1e-3);
});

Deno.test("bands() leave a gap where a seed has no value, and leave out a group without any", () => {
  const rows = [row("a", 1, 1), row("a", 2, null), row("b", 1, null), row("c", 1, 4)];
  const lines = (bands(rows, words).data as Trace[]).filter(({ fill }) => !fill);
  assert.deepEqual(lines.map(({ y }) => y), [[1, null], [4]]);
});

Deno.test("bands() draw laws over the range of x, each name once in the legend", () => {
  const rows = [row("a", 1, 1), row("a", 100, 3)];
  const laws = ["a", undefined].map((group) => ({ name: "law", group, law: (x: number) => x * x }));
  const drawn = bands(rows, { ...words, x: { title: "x", log: true }, laws }).data as Trace[];
  const [first, second] = drawn.slice(-2);
  assert.deepEqual([first.x[0], first.x.at(-1), first.y.at(-1)], [1, 100, 10_000]);
  assert.deepEqual([first.showlegend, second.showlegend], [true, false]);
  const at = bands(rows, { ...words, laws: [{ name: "law", at: [1, 2], law: (x) => -x }] });
  assert.deepEqual((at.data.at(-1) as Trace).y, [-1, -2]);
});
