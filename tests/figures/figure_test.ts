import assert from "node:assert/strict";
import { type Data, figure, type FigureOptions } from "../../lib/figures/figure.ts";
import { axis, palette } from "../../lib/figures/theme.ts";

const layout = { xaxis: axis("depth"), yaxis: axis("variance") };

function probe(data: Data[], over: Partial<FigureOptions> = {}) {
  return figure({ name: "probe", alt: "It grows.", data, layout, ...over });
}

Deno.test("figure() shows itself as plotly JSON and as text", () => {
  const shown = probe([{ x: [1, 2], y: [3, 5] }]) as unknown as Record<symbol, () => unknown>;
  const bundle = shown[Symbol.for("Jupyter.display")]() as Record<string, { config: unknown }>;
  assert.deepEqual(Object.keys(bundle), ["application/vnd.plotly.v1+json", "text/plain"]);
  assert.equal(bundle["text/plain"], "It grows.");
  const { config } = bundle["application/vnd.plotly.v1+json"] as {
    config: Record<string, unknown>;
  };
  assert.equal(config.responsive, true);
  assert.equal(config.displaylogo, false);
});

Deno.test("figure() survives JSON unchanged", () => {
  const { data, layout } = probe([{ x: Float32Array.of(0.1, 7), y: [3, null], name: undefined }]);
  assert.deepEqual(JSON.parse(JSON.stringify({ data, layout })), { data, layout });
});

Deno.test("figure() rounds numbers to five significant digits and keeps typed arrays as plain ones", () => {
  const [trace] = probe([{ x: Float32Array.of(0.1, 123456), y: [-1.00000049, 2.3456789e-7] }]).data;
  assert.deepEqual((trace as { x: unknown }).x, [0.1, 123460]);
  assert.deepEqual((trace as { y: unknown }).y, [-1, 2.3457e-7]);
});

Deno.test("figure() leaves the caller's rows as they are", () => {
  const data: Data[] = [{ x: [1, 2], y: [0.123456789, 5] }];
  const before = structuredClone(data);
  probe(data);
  assert.deepEqual(data, before);
});

Deno.test("figure() carries name, alt and tolerance in layout.meta", () => {
  const meta = (tolerance?: number) => probe([{ x: [1], y: [3] }], { tolerance }).layout.meta;
  assert.deepEqual(meta(), { name: "probe", alt: "It grows.", tolerance: 0.005 });
  assert.equal(meta(0.07).tolerance, 0.07);
});

Deno.test("figure() gives colours in order to traces that name none", () => {
  const { data } = probe([
    { x: [1], y: [2] },
    { x: [1], y: [2], line: { color: palette.grey } },
    { x: [1], y: [2], line: { width: 5 } },
  ]);
  const lines = data.map((trace) => (trace as { line: { color: string; width: number } }).line);
  assert.deepEqual(lines.map((l) => l.color), [palette.blue, palette.grey, palette.orange]);
  assert.equal(lines[2].width, 5);
});

Deno.test("figure() takes null as a gap", () => {
  assert.deepEqual((probe([{ x: [1, 2], y: [null, 3] }]).data[0] as { y: unknown }).y, [null, 3]);
});

const refused: [title: string, make: () => unknown, message: RegExp][] = [
  ["no trace", () => probe([]), /figure "probe": there is no trace/],
  [
    "a trace without data",
    () => probe([{ name: "tanh" }]),
    /"probe": trace 0 \("tanh"\): has no data/,
  ],
  ["an empty trace", () => probe([{ x: [], y: [] }]), /trace 0: x holds no value \(length 0\)/],
  ["a trace of gaps only", () => probe([{ x: [1], y: [null] }]), /trace 0: y holds no value/],
  [
    "NaN",
    () => probe([{ x: [1, 2], y: [1, 2] }, { x: [1, 2], y: [1, NaN], name: "ReLU" }]),
    /"probe": trace 1 \("ReLU"\): y\[1\] is NaN/,
  ],
  ["an infinity", () => probe([{ x: [-Infinity], y: [2] }]), /x\[0\] is -Infinity/],
  [
    "NaN in a typed array",
    () => probe([{ x: [1, 2], y: Float32Array.of(1, NaN) }]),
    /trace 0: y\[1\] is NaN/,
  ],
  [
    "an undefined value",
    () => probe([{ x: [1, 2], y: [1, undefined as unknown as number] }]),
    /y\[1\] is undefined/,
  ],
  [
    "NaN in error bars",
    () => probe([{ x: [1], y: [2], error_y: { type: "data", array: [NaN] } }]),
    /error_y\.array\[0\] is NaN/,
  ],
  ["lengths that differ", () => probe([{ x: [1, 2, 3], y: [1, 2] }]), /received 3 and 2/],
  [
    "an axis without a title",
    () => probe([{ x: [1], y: [2] }], { layout: { xaxis: axis("depth") } }),
    /"probe": layout\.yaxis has no title/,
  ],
  [
    "a second axis without a title",
    () => probe([{ x: [1], y: [2], yaxis: "y2" }]),
    /layout\.yaxis2 has no title/,
  ],
  [
    "a colour scale without a title",
    () => probe([{ z: [[1, 2]], type: "heatmap" }]),
    /colour scale of z has no title/,
  ],
  ["a bad name", () => probe([{ x: [1], y: [2] }], { name: "My Figure" }), /received "My Figure"/],
  ["no alt", () => probe([{ x: [1], y: [2] }], { alt: " " }), /alt must state the message/],
  ["a tolerance of 0", () => probe([{ x: [1], y: [2] }], { tolerance: 0 }), /received 0/],
  ["a tolerance of NaN", () => probe([{ x: [1], y: [2] }], { tolerance: NaN }), /received NaN/],
];

for (const [title, make, message] of refused) {
  Deno.test(`figure() refuses ${title}, naming it`, () => {
    assert.throws(make, (error) => error instanceof RangeError && message.test(error.message));
  });
}

Deno.test("figure() takes an axis without a title that matches one with a title", () => {
  const shared = { ...layout, xaxis2: { matches: "x" as const } };
  probe([{ x: [1], y: [2] }, { x: [1], y: [2], xaxis: "x2" }], { layout: shared });
});
