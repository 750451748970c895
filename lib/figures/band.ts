/**
 * A mean with its interval, as curves of training over several seeds are shown.
 * @module
 */
// @ts-types="@types/plotly.js"
import type { PlotData } from "plotly.js-dist";
import { series, translucent } from "./theme.ts";

/** A curve with its interval: all four arrays are of one length; `null` in one is a gap in all. */
export interface BandOptions {
  x: readonly number[];
  mean: readonly (number | null)[];
  /** Lower end of the interval at each x, in the unit of the mean. */
  low: readonly (number | null)[];
  /** Upper end of the interval at each x, in the unit of the mean. */
  high: readonly (number | null)[];
  name: string;
  /** Which of the theme's series it is: 0 for the first. */
  index: number;
  /** What else the line of the mean is given, for example `xaxis: "x2"`. */
  line?: Partial<PlotData>;
}

/**
 * The two traces of a curve with its interval: a translucent band, and above it the line of the mean.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { band } from "./band.ts";
 * const [area, line] = band({ x: [0, 1], mean: [2, 3], low: [1, 2], high: [3, 5], name: "loss", index: 0 });
 * assert.ok(area.fill === "toself" && line.mode === "lines");
 * ```
 *
 * @throws {RangeError} when the arrays differ in length.
 */
export function band(options: BandOptions): Partial<PlotData>[] {
  const { x, mean, low, high, name, index, line } = options;
  const lengths = [x, mean, low, high].map((values) => values.length);
  if (new Set(lengths).size !== 1) {
    throw new RangeError(
      `band ${JSON.stringify(name)}: x, mean, low and high must be of one length; ` +
        `received ${lengths.join(", ")}`,
    );
  }
  const style = series(index);
  const axes = { xaxis: line?.xaxis, yaxis: line?.yaxis };
  const area: Partial<PlotData> = {
    ...outline(x, low, high),
    ...axes,
    name,
    legendgroup: name,
    showlegend: false,
    type: "scatter",
    mode: "lines",
    fill: "toself",
    fillcolor: translucent(style.line.color, 0.2),
    line: { width: 0, color: style.line.color },
    hoverinfo: "skip",
  };
  const center: Partial<PlotData> = {
    x: [...x],
    y: low.map((_, i) => isGap(i, mean, low, high) ? null : mean[i]),
    name,
    legendgroup: name,
    type: "scatter",
    mode: "lines",
    line: style.line,
    ...line,
  };
  return [area, center];
}

function isGap(i: number, ...arrays: readonly (readonly (number | null)[])[]): boolean {
  return arrays.some((values) => values[i] === null);
}

/** One closed outline for each stretch without a gap: along the upper ends, back along the lower. */
function outline(
  x: readonly number[],
  low: readonly (number | null)[],
  high: readonly (number | null)[],
): { x: (number | null)[]; y: (number | null)[] } {
  const ring = { x: [] as (number | null)[], y: [] as (number | null)[] };
  for (const stretch of stretches(x.length, (i) => isGap(i, low, high))) {
    const back = stretch.toReversed();
    const gap = ring.x.length > 0 ? [null] : [];
    ring.x.push(...gap, ...stretch.map((i) => x[i]), ...back.map((i) => x[i]));
    ring.y.push(...gap, ...stretch.map((i) => high[i]), ...back.map((i) => low[i]));
  }
  return ring;
}

/** The runs of neighbouring indices below `length` between gaps. */
function stretches(length: number, gap: (i: number) => boolean): number[][] {
  const runs: number[][] = [[]];
  for (let i = 0; i < length; i++) {
    if (gap(i)) runs.push([]);
    else runs[runs.length - 1].push(i);
  }
  return runs.filter((run) => run.length > 0);
}
