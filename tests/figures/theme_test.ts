import assert from "node:assert/strict";
import {
  axis,
  colors,
  palette,
  series,
  styled,
  themed,
  translucent,
} from "../../lib/figures/theme.ts";

/** Relative luminance (WCAG 2.1). */
function luminance(color: string): number {
  const linear = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16) / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

Deno.test("series() never repeats a pair of colour and dash among the first 42", () => {
  const looks = Array.from({ length: 42 }, (_, i) => series(i).line);
  assert.equal(new Set(looks.map(({ color, dash }) => `${color} ${dash}`)).size, 42);
});

Deno.test("series() gives neighbours another dash and another marker, so that grey is enough", () => {
  for (let i = 0; i < 12; i++) {
    assert.notEqual(series(i).line.dash, series(i + 1).line.dash);
    assert.notEqual(series(i).marker.symbol, series(i + 1).marker.symbol);
  }
});

Deno.test("colors stand out from white", () => {
  for (const color of colors) {
    assert.ok(1.05 / (luminance(color) + 0.05) > 2, `${color} is too weak on white`);
  }
});

Deno.test("palette is that of Okabe and Ito", () => {
  const { grey: _, ...okabeIto } = palette;
  // Okabe & Ito (2008), as RGB triples: 0,114,178 …
  assert.deepEqual(
    Object.values(okabeIto).map((color) => parseInt(color.slice(1), 16)).sort((a, b) => a - b),
    [[0, 114, 178], [230, 159, 0], [0, 158, 115], [204, 121, 167], [213, 94, 0], [86, 180, 233], [
      0,
      0,
      0,
    ], [240, 228, 66]].map(([r, g, b]) => (r * 256 + g) * 256 + b).sort((a, b) => a - b),
  );
});

Deno.test("translucent() keeps the colour", () => {
  assert.equal(translucent("#0A2bFf", 0.3), "rgba(10,43,255,0.3)");
});

Deno.test("axis() keeps its other options", () => {
  assert.deepEqual(axis("loss (nats)", { type: "log" }), {
    type: "log",
    title: { text: "loss (nats)" },
  });
});

Deno.test("themed() leaves width to the page and themes every axis", () => {
  const layout = themed({ xaxis: axis("a"), yaxis: axis("b"), yaxis3: axis("c", { ticks: "" }) });
  assert.equal(layout.autosize, true);
  assert.equal(layout.width, undefined);
  assert.equal(layout.xaxis?.automargin, true);
  assert.equal(layout.yaxis3?.automargin, true);
  assert.equal(layout.yaxis3?.ticks, "");
  assert.equal(layout.yaxis3?.title?.text, "c");
});

Deno.test("themed() breaks a title into lines that fit a phone, and makes room for them", () => {
  const words = "the variance of a sum of independent terms is the sum of their variances";
  const long = themed({ title: { text: words } });
  const lines = long.title?.text?.split("<br>") ?? [];
  assert.equal(lines.join(" "), words);
  assert.equal(lines.length, 2);
  assert.ok(lines.every((line) => line.length <= 42));
  assert.ok((long.margin?.t ?? 0) > (themed({ title: { text: "short" } }).margin?.t ?? 0));
});

Deno.test("themed() lets a layout make its own room", () => {
  const layout = themed({ title: { text: "short", x: 0.5 }, margin: { t: 99 }, height: 300 });
  assert.deepEqual([layout.margin?.t, layout.margin?.r], [99, 20]);
  assert.deepEqual([layout.title?.x, layout.height], [0.5, 300]);
});

Deno.test("themed() leaves breaks that a title has", () => {
  assert.equal(themed({ title: { text: "one<br>two" } }).title?.text, "one<br>two");
});

Deno.test("styled() puts the theme beneath what the trace says", () => {
  const trace = styled({ x: [1], line: { dash: "dot" } }, 1) as { line: object };
  assert.deepEqual(trace.line, { color: palette.orange, dash: "dot", width: 2.5 });
});
