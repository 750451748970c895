/**
 * Densities one above the other, as distributions by layer are shown.
 * @module
 */
// @ts-types="@types/plotly.js"
import type { LayoutAxis, PlotData } from "plotly.js-dist";
import { palette, translucent } from "./theme.ts";

/** One density: its group (a layer), and its values at `x`, all in one unit (1 / unit of x). */
export interface RidgeRow {
  group: string | number;
  x: readonly number[];
  density: readonly number[];
}

/** How ridges are drawn. */
export interface RidgelineOptions {
  /** "each": every ridge fills its row, shapes compare; "all": one scale, areas compare. */
  scale?: "each" | "all";
  /** Height of the highest ridge in rows; over 1, ridges overlap those above. */
  overlap?: number;
  color?: string;
  /** The axes to draw on, for example `{ xaxis: "x2", yaxis: "y2" }`. */
  axes?: Pick<Partial<PlotData>, "xaxis" | "yaxis">;
}

/** The traces of ridgelines with the ticks that name their groups. */
export interface Ridgelines {
  data: Partial<PlotData>[];
  /** To be spread into the y axis beside its title. */
  yaxis: Partial<LayoutAxis>;
}

/**
 * Ridgelines of these rows: the first group on top, each density standing on the line of its group.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { ridgelines } from "./ridgelines.ts";
 * const { data, yaxis } = ridgelines([
 *   { group: "layer 1", x: [-1, 0, 1], density: [0, 1, 0] },
 *   { group: "layer 2", x: [-1, 0, 1], density: [0.5, 0, 0.5] },
 * ]);
 * assert.ok(data.length === 2 && yaxis.ticktext?.[0] === "layer 1");
 * ```
 *
 * @throws {RangeError} when there is no row, or a row's density is not as long as its x, is negative or
 * is zero everywhere.
 */
export function ridgelines(
  rows: readonly RidgeRow[],
  options: RidgelineOptions = {},
): Ridgelines {
  const { scale = "each", overlap = scale === "each" ? 0.9 : 1.6, color = palette.blue } = options;
  if (rows.length === 0) throw new RangeError("ridgelines: there must be a row; received none");
  rows.forEach(check);
  const highest = Math.max(...rows.map((row) => Math.max(...row.density)));
  const baselines = rows.map((_, i) => rows.length - 1 - i);
  const data = rows.map((row, i) => {
    const full = scale === "all" ? highest : Math.max(...row.density);
    const heights = row.density.map((density) => baselines[i] + overlap * density / full);
    return { ...ridge(row, heights, baselines[i]), ...look(row, color), ...options.axes };
  });
  const range = [-0.15, rows.length - 1 + Math.max(overlap, 1) * 1.05];
  return {
    data,
    yaxis: { tickvals: baselines, ticktext: rows.map((row) => String(row.group)), range },
  };
}

function check({ group, x, density }: RidgeRow): void {
  if (x.length !== density.length) {
    throw new RangeError(
      `ridgelines: x and density of group ${group} must be of one length; ` +
        `received ${x.length} and ${density.length}`,
    );
  }
  const total = density.reduce((sum, value) => sum + value, 0);
  if (!(total > 0 && density.every((value) => value >= 0))) {
    throw new RangeError(
      `ridgelines: the density of group ${group} must be non-negative and somewhere positive; ` +
        `received a sum of ${total} over ${density.length} values`,
    );
  }
}

/** The outline of a ridge, which returns along its baseline. */
function ridge({ x }: RidgeRow, heights: number[], baseline: number): Partial<PlotData> {
  return {
    x: [x[0], ...x, x[x.length - 1]],
    y: [baseline, ...heights, baseline],
  };
}

function look({ group }: RidgeRow, color: string): Partial<PlotData> {
  return {
    name: String(group),
    type: "scatter",
    mode: "lines",
    fill: "toself",
    fillcolor: translucent(color, 0.35),
    line: { color, width: 1.2 },
    showlegend: false,
    hoverinfo: "name",
  };
}
