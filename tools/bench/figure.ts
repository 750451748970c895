/**
 * The ratios of the bench as a figure.
 * @module
 */
import { type Data, type Figure, figure } from "../../lib/figures/figure.ts";
import { axis, palette } from "../../lib/figures/theme.ts";
import { isDisturbed, type Row } from "./record.ts";
import { contestantName, works } from "./works.ts";

const ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];

type Compared = Row & { ratio: number; ratioQuartiles: [number, number] };

/**
 * How much longer each peer takes than this project, a line for each work, on a logarithmic axis.
 *
 * @throws {RangeError} when no row has a ratio
 */
export function speedFigure(rows: readonly Row[]): Figure {
  const compared = rows.filter(isDrawn);
  const titles = works.filter(({ id }) => compared.some((row) => row.work === id))
    .map(({ title }) => title);
  const groups = Map.groupBy(compared, contestantName);
  const slower = compared.filter(({ ratio }) => ratio > 1).length;
  return figure({
    name: "speed",
    title: "How much longer others take for the same work",
    alt: `For ${titles.length} works, the time of other libraries divided by that of this ` +
      `project, on a logarithmic axis: in ${slower} of ${compared.length} comparisons the other ` +
      "one takes longer.",
    data: [...groups].map(([name, group]) => dots(name, group)),
    layout: {
      height: 200 + 60 * titles.length,
      xaxis: axis("time of the other one / time of this project", {
        type: "log",
        tickvals: ticks,
        ticktext: ticks.map(String),
      }),
      yaxis: axis("work", {
        type: "category",
        categoryorder: "array",
        categoryarray: titles,
        autorange: "reversed",
      }),
      shapes: [level()],
    },
  });
}

/** What the figure shows: ratios, but of no sweep and of no disturbed measurement. */
export function isDrawn(row: Row): row is Compared {
  return row.ratio !== null && !isSweep(row.work) && !isDisturbed(row);
}

function dots(name: string, rows: readonly Compared[]): Data {
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: rows.map((row) => row.ratio),
    y: rows.map((row) => works.find(({ id }) => id === row.work)!.title),
    error_x: {
      type: "data",
      symmetric: false,
      array: rows.map((row) => Math.max(0, row.ratioQuartiles[1] - row.ratio)),
      arrayminus: rows.map((row) => Math.max(0, row.ratio - row.ratioQuartiles[0])),
      thickness: 1.5,
      width: 4,
    },
    hovertemplate: `%{y}<br>${name}: %{x:.3g}<extra></extra>`,
  };
}

/** The line at 1, where both take the same time. */
function level() {
  return {
    type: "line" as const,
    x0: 1,
    x1: 1,
    yref: "paper" as const,
    y0: 0,
    y1: 1,
    line: { color: palette.grey, width: 2 },
  };
}

function isSweep(work: string): boolean {
  return works.find(({ id }) => id === work)?.sweep !== undefined;
}
