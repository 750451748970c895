import assert from "node:assert/strict";
import { type Data, figure, type FigureOptions } from "../../../lib/figures/figure.ts";
import { axis } from "../../../lib/figures/theme.ts";
import { compare } from "../../../tools/figures/compare.ts";

const layout = { xaxis: axis("depth"), yaxis: axis("variance") };

function probe(data: Data[], over: Partial<FigureOptions> = {}) {
  return figure({ name: "probe", alt: "It grows.", data, layout, ...over });
}

function close(measured: number, expected: number): void {
  // One division and one subtraction of numbers rounded to five digits.
  assert.ok(Math.abs(measured - expected) < 1e-9, `${measured} is not ${expected}`);
}

Deno.test("compare() finds nothing between a figure and itself", () => {
  const make = () => probe([{ x: [1, 2], y: [3, null] }]);
  assert.deepEqual(compare(make(), make()), []);
});

Deno.test("compare() gives the largest move as share of the axis's old range", () => {
  const [move, ...rest] = compare(
    probe([{ x: [1, 2, 3], y: [0, 5, 20], name: "tanh" }]),
    probe([{ x: [1, 2, 3], y: [1, 2, 20], name: "tanh" }]),
  );
  assert.deepEqual(rest, []);
  assert.equal(move.where, 'trace 0 "tanh", y');
  close(move.share, 3 / 20);
});

Deno.test("compare() sees a trace on the range that all traces of its axis span", () => {
  const make = (y: number) => probe([{ x: [1, 2], y: [0, 100] }, { x: [1, 2], y: [7, y] }]);
  close(compare(make(8), make(9))[0].share, 1 / 100);
});

Deno.test("compare() sees a trace on the range that the layout asks for", () => {
  const over = { layout: { ...layout, yaxis: axis("variance", { range: [0, 50] }) } };
  const make = (y: number) => probe([{ x: [1, 2], y: [7, y] }], over);
  close(compare(make(8), make(9))[0].share, 1 / 50);
});

Deno.test("compare() measures on a logarithmic axis in its logarithm", () => {
  const over = { layout: { ...layout, yaxis: axis("variance", { type: "log" }) } };
  const make = (y: number) => probe([{ x: [1, 2, 3], y: [0.001, y, 10] }], over);
  close(compare(make(0.1), make(1))[0].share, 1 / 4);
});

Deno.test("compare() takes a value that never varied by its own size", () => {
  const make = (y: number) => probe([{ x: [1, 2], y: [y, y] }]);
  close(compare(make(50), make(51))[0].share, 1 / 50);
});

Deno.test("compare() measures error bars on the axis they stand on", () => {
  const make = (error: number) =>
    probe([{ x: [1, 2], y: [0, 40], error_y: { type: "data", array: [1, error] } }]);
  const [move] = compare(make(2), make(4));
  assert.equal(move.where, "trace 0, error_y.array");
  close(move.share, 2 / 40);
});

Deno.test("compare() measures a heat map on the range of its colours", () => {
  const make = (z: number) =>
    probe([{ z: [[0, 10], [20, z]], type: "heatmap", colorbar: { title: { text: "%" } } }]);
  close(compare(make(5), make(7))[0].share, 2 / 20);
});

Deno.test("compare() measures a line drawn across the plot on its axis", () => {
  const make = (y: number) =>
    probe([{ x: [1, 2], y: [0, 40] }], {
      layout: { ...layout, shapes: [{ type: "line", x0: 1, x1: 2, y0: y, y1: y }] },
    });
  const moves = compare(make(10), make(14));
  assert.deepEqual(moves.map(({ where }) => where), ["layout.shapes.0.y0", "layout.shapes.0.y1"]);
  close(moves[0].share, 4 / 40);
});

const changes: [what: string, data: Data[], over: Partial<FigureOptions>, where: string][] = [
  ["a name", [{ x: [1, 2], y: [3, 5], name: "ELU" }], {}, 'trace 0 "ReLU", name'],
  [
    "a colour",
    [{ x: [1, 2], y: [3, 5], name: "ReLU", line: { color: "#000000" } }],
    {},
    "line.color",
  ],
  ["a number of points", [{ x: [1, 2, 3], y: [3, 5, 6], name: "ReLU" }], {}, ", x"],
  ["a gap", [{ x: [1, 2], y: [3, null], name: "ReLU" }], {}, ", y"],
  ["a message", [{ x: [1, 2], y: [3, 5], name: "ReLU" }], { alt: "It falls." }, "layout.meta.alt"],
  ["a number of traces", [1, 2].map(() => ({ x: [1, 2], y: [3, 5], name: "ReLU" })), {}, "data"],
];

for (const [what, data, over, where] of changes) {
  Deno.test(`compare() counts another ${what.replace(/^an? /, "")} as more than any tolerance`, () => {
    const moves = compare(probe([{ x: [1, 2], y: [3, 5], name: "ReLU" }]), probe(data, over));
    const found = moves.find((move) => move.where.endsWith(where));
    assert.equal(found?.share, Infinity, JSON.stringify(moves));
    assert.ok(found.change);
  });
}
