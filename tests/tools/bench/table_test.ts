import assert from "node:assert/strict";
import { speedFigure } from "../../../tools/bench/figure.ts";
import { type BenchRecord, type Row, slopesOf } from "../../../tools/bench/record.ts";
import { inWords, tables, withTables } from "../../../tools/bench/table.ts";

const row: Row = {
  work: "conv7",
  unit: "step",
  params: {},
  peer: "torch",
  variant: "eager",
  ours: 0.07,
  theirs: 0.14,
  ratio: 2,
  ratioQuartiles: [1.9, 2.125],
  rounds: 7,
  taken: 0,
  versions: {},
};
const own: Row = {
  ...row,
  peer: "ours",
  variant: "step",
  theirs: null,
  ratio: null,
  ratioQuartiles: null,
};
const broken: Row = { ...own, peer: "jax", variant: "jit", error: "a | b\nc" };
const sweep = [50, 100].map((width): Row => ({
  ...own,
  work: "scaling_width",
  params: { width },
  ours: width / 1e5,
}));

function record(rows: Row[]): BenchRecord {
  return { command: "", machine: "one core", date: "2026-01-31", slopes: slopesOf(rows), rows };
}

Deno.test("inWords() chooses the unit of a time", () => {
  assert.deepEqual([2.4e-5, 2.64e-4, 0.0712345, 0.163, 1.5].map(inWords), [
    "24 µs",
    "264 µs",
    "71.2 ms",
    "163 ms",
    "1.5 s",
  ]);
});

Deno.test("tables() shows times, ratios with quartiles, errors, and how sweeps grow", () => {
  const text = tables(record([own, row, broken, ...sweep]));
  assert.match(text, /\| this project \| 70 ms a step \| {2}\|/);
  assert.match(text, /\| PyTorch \| 140 ms a step \| \*\*2.00\*\* \(1.90-2.13\) \|/);
  assert.match(text, /\| JAX, jit \| - \| not measured: a \\\| b c \|/);
  assert.match(text, /\| 50: 500 µs, 100: 1 ms \| 1.00 \|/);
});

Deno.test("withTables() replaces what is between the markers and nothing else", () => {
  const around = ["# Head\n\n<!-- bench: begin -->", "<!-- bench: end -->\n\ntail\n"];
  const once = withTables(around.join("\n\nold\n\n"), record([own, row]));
  assert.ok(once.startsWith(around[0]) && once.endsWith(around[1]) && !once.includes("old"));
  assert.equal(withTables(once, record([own, row])), once);
  assert.throws(() => withTables("no markers", record([row])), /put them where/);
});

Deno.test("speedFigure() draws ratios only, a trace for each peer", () => {
  const { data, layout } = speedFigure([own, row, broken, ...sweep]);
  assert.deepEqual(data.map((trace) => [trace.name, (trace as { x: number[] }).x]), [
    ["PyTorch", [2]],
  ]);
  assert.equal(layout.xaxis?.type, "log");
  const disturbed = { ...row, work: "resnet20", taken: 1.5 };
  assert.equal((speedFigure([row, disturbed]).data[0] as { x: number[] }).x.length, 1);
  assert.match(tables(record([disturbed])), /ResNet-20, 32 × 32 \(disturbed\)/);
  assert.match(layout.meta.alt, /in 1 of 1 comparisons/);
  assert.throws(() => speedFigure([own]), RangeError);
});
