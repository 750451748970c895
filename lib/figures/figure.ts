/**
 * A figure of the course: checked plotly data with the theme, which shows itself in Jupyter.
 *
 * A figure builder is a named pure function of rows that returns `figure({ … })`.
 * @module
 */
// @ts-types="@types/plotly.js"
import type { Config, Data, Layout, LayoutAxis, PlotData } from "plotly.js-dist";
import { plain } from "./plain.ts";
import { config, styled, themed } from "./theme.ts";
import { validate } from "./validate.ts";

export type { Config, Data, Layout, LayoutAxis, PlotData };

const display: unique symbol = Symbol.for("Jupyter.display");

/** What {@linkcode figure} is made of. */
export interface FigureOptions {
  /** Unique in its lesson; the name of its files in `figures/`: lower case, digits, `-` or `_`. */
  name: string;
  /** The message of the figure in a few words, above it. */
  title?: string;
  /** What is to be seen in one or two sentences; its caption where it cannot be live. */
  alt: string;
  /** Plotly traces; each has a `name` where there are several, and `null` only as a deliberate gap. */
  data: Data[];
  /** Plotly layout, laid over the theme; every axis has a title, with the unit if it has one. */
  layout: Partial<Layout>;
  /**
   * The share of an axis's range below which a moved number is no change in what the figure shows:
   * 0.005 unless given, more for curves of training, which differ a little between machines.
   */
  tolerance?: number;
}

/** What travels with a figure in `layout.meta`, for whoever exports or compares it. */
export interface FigureMeta {
  name: string;
  alt: string;
  tolerance: number;
}

/** A plotly layout that carries the figure's name and message. */
export type FigureLayout = Partial<Layout> & { meta: FigureMeta };

/** Plotly data and layout that display themselves as a cell's last value. */
export interface Figure {
  readonly data: Data[];
  readonly layout: FigureLayout;
  readonly config: Partial<Config>;
  [display](): Record<string, unknown>;
}

/** Numbers keep this many significant digits: finer than a pixel, and the files stay small. */
const significantDigits = 5;

/**
 * The figure of these traces: checked, rounded to 5 significant digits, in the theme of the course.
 *
 * A trace that names no colour gets colour, dash and marker of its place among such traces.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { figure } from "./figure.ts";
 * import { axis } from "./theme.ts";
 *
 * const x = [-2, -1, 0, 1, 2];
 * const squares = figure({
 *   name: "squares",
 *   alt: "The square of x falls to zero at x = 0 and rises again.",
 *   data: [{ x, y: x.map((v) => v * v), mode: "lines+markers" }],
 *   layout: { xaxis: axis("x"), yaxis: axis("x²") },
 * });
 * assert.ok(squares.data.length === 1);
 * ```
 *
 * @throws {RangeError} when there is nothing to draw, a number is NaN or infinite, the coordinates of
 * a trace differ in length, an axis has no title, or name, alt or tolerance are not usable. The
 * message names figure and trace.
 */
export function figure(options: FigureOptions): Figure {
  const { name, alt, tolerance = 0.005 } = options;
  const traces = options.data.map((trace) => plain(trace, significantDigits)) as Data[];
  const layout = themed(
    plain({ title: { text: options.title }, ...options.layout }, significantDigits) as Partial<
      Layout
    >,
  );
  validate({ name, alt, tolerance, data: traces, layout });
  const meta: FigureMeta = { name, alt, tolerance };
  return shown(inSeries(traces), { ...layout, meta }, alt);
}

/** Traces without a colour are series 0, 1, … in their order. */
function inSeries(traces: Data[]): Data[] {
  let next = 0;
  return traces.map((trace) => hasColor(trace) ? trace : styled(trace, next++));
}

function hasColor(trace: Data): boolean {
  const { line, marker, z } = trace as Partial<PlotData>;
  return (line?.color ?? marker?.color ?? z) !== undefined;
}

function shown(data: Data[], layout: FigureLayout, alt: string): Figure {
  return {
    data,
    layout,
    config,
    [display]: () => ({
      "application/vnd.plotly.v1+json": { data, layout, config },
      "text/plain": alt,
    }),
  };
}
