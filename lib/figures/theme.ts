/**
 * The one look of every figure of the course: colours, lines, markers, fonts and sizes.
 *
 * Colours are those of Okabe and Ito (Color Universal Design, 2008), which stay apart for colour-blind
 * readers. Printed in grey some of them meet, so each series also has its own dash and marker.
 * @module
 */
// @ts-types="@types/plotly.js"
import type { Config, Dash, Data, Layout, LayoutAxis, MarkerSymbol } from "plotly.js-dist";

/** The colours of Okabe and Ito by name, with the grey of axes and reference lines. */
export const palette = {
  blue: "#0072B2",
  orange: "#E69F00",
  green: "#009E73",
  purple: "#CC79A7",
  vermillion: "#D55E00",
  sky: "#56B4E9",
  black: "#000000",
  yellow: "#F0E442",
  grey: "#767676",
} as const;

/** The colours of series 0, 1, …: neighbours differ in lightness; yellow, weak on white, is left out. */
export const colors: readonly string[] = [
  palette.blue,
  palette.orange,
  palette.green,
  palette.purple,
  palette.vermillion,
  palette.sky,
  palette.black,
];

/** The dashes of series 0, 1, …; one fewer than the colours, so that the pairs repeat late. */
export const dashes: readonly Dash[] = [
  "solid",
  "dash",
  "dot",
  "dashdot",
  "longdash",
  "longdashdot",
];

/** The markers of series 0, 1, …. */
export const symbols: readonly MarkerSymbol[] = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "x",
  "cross",
];

/** Colour, dash and marker of one series, to be spread into a trace. */
export interface SeriesStyle {
  line: { color: string; dash: Dash; width: number };
  marker: { color: string; symbol: MarkerSymbol; size: number };
}

/**
 * The look of series number `index` (0, 1, …): what a trace without a colour of its own gets.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { palette, series } from "./theme.ts";
 * const { line } = series(1);
 * assert.ok(line.color === palette.orange && line.dash === "dash");
 * ```
 */
export function series(index: number): SeriesStyle {
  const color = at(colors, index);
  return {
    line: { color, dash: at(dashes, index), width: 2.5 },
    marker: { color, symbol: at(symbols, index), size: 8 },
  };
}

function at<T>(sequence: readonly T[], index: number): T {
  return sequence[index % sequence.length];
}

/** The colour `#rrggbb` at an opacity from 0 to 1, as CSS `rgba(…)`. */
export function translucent(color: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}

/** An axis with its title (with the unit, if it has one) and whatever else plotly offers for it. */
export function axis(title: string, options: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  return { ...options, title: { ...options.title, text: title } };
}

/** How plotly shows a figure: as wide as the page, and with few buttons, which phones always show. */
export const config: Partial<Config> = {
  responsive: true,
  displaylogo: false,
  modeBarButtons: [["toImage", "zoom2d", "pan2d", "resetScale2d"]],
};

const text = "#222222";

/** What every layout starts from. The legend lies under the plot, where a narrow page has room. */
export const baseLayout: Partial<Layout> = {
  autosize: true,
  height: 420,
  paper_bgcolor: "#ffffff",
  plot_bgcolor: "#ffffff",
  font: { family: "Open Sans, Arial, Helvetica, sans-serif", size: 14, color: text },
  title: {
    font: { size: 16 },
    x: 0,
    xref: "container",
    xanchor: "left",
    y: 1,
    yref: "container",
    yanchor: "top",
    pad: { l: 12 },
  },
  modebar: { orientation: "v" },
  legend: {
    orientation: "h",
    itemwidth: 44,
    x: 0,
    xanchor: "left",
    y: 0,
    yanchor: "bottom",
    yref: "container",
  },
  margin: { l: 64, r: 20, t: 24, b: 48 },
  hovermode: "closest",
};

/** What every axis starts from: a light grid, a dark frame on two sides, titles that make room. */
export const baseAxis: Partial<LayoutAxis> = {
  automargin: true,
  title: { standoff: 12 },
  showline: true,
  linecolor: text,
  gridcolor: "#e4e4e4",
  zerolinecolor: "#b0b0b0",
  ticks: "outside",
  tickcolor: text,
};

/** A trace with the look of series `index` beneath what it says itself. */
export function styled(trace: Data, index: number): Data {
  return merge(series(index), trace) as Data;
}

/**
 * The layout with the theme beneath it, every axis in the theme, the title in lines that fit a phone.
 * Plotly's own `automargin` shifts titles of several lines out of sight, so the room is made here.
 */
export function themed(layout: Partial<Layout>): Partial<Layout> {
  const lines = layout.title?.text ? wrap(layout.title.text) : [];
  // Plotly draws titles of several lines 11 px higher than those of one.
  const pad = { t: lines.length > 1 ? 23 : 12 };
  const room = { title: { pad }, margin: { t: 24 + 22 * lines.length } };
  const title = { ...layout.title, text: lines.join("<br>") };
  const merged = merge(merge(baseLayout, room), { xaxis: {}, yaxis: {}, ...layout, title });
  const entries = Object.entries(merged).map(([key, value]) =>
    /^[xy]axis\d*$/.test(key) ? [key, merge(baseAxis, value)] : [key, value]
  );
  return Object.fromEntries(entries);
}

/** The lines of a title: at most 42 characters each, unless it says itself where to break. */
function wrap(text: string): string[] {
  if (text.includes("<br>")) return text.split("<br>");
  return text.match(/\S.{0,41}(?=\s|$)/g) ?? [text];
}

/** `over` laid on `under`, level by level; arrays and plain values of `over` win whole. */
function merge(under: object, over: object): object {
  const result: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isPlain(below) && isPlain(value) ? merge(below, value) : value;
  }
  return result;
}

function isPlain(value: unknown): value is object {
  return value !== null && typeof value === "object" &&
    Object.getPrototypeOf(value) === Object.prototype;
}
