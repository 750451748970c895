/**
 * One quantity of many kinds of things, side by side: a dot for the mean of each, with its interval.
 * @module
 */
import { tInterval } from "../statistics/interval.ts";
import { type Data, type Figure, figure } from "./figure.ts";
import { axis, palette, series } from "./theme.ts";

/** A measured value; rows of one name are the seeds. */
export interface DotRow {
  name: string;
  value: number;
  /** What the thing belongs to: gives the colour and the marker, and the legend if there are several. */
  group?: string;
}

/** What the figure says. */
export interface DotsOptions {
  name: string;
  title: string;
  alt: string;
  /** The axis, with the unit. */
  x: { title: string; range?: [number, number] };
  /** What the names are names of. */
  y: { title: string };
  /** A value to compare with. */
  reference?: { value: number; name: string };
  /** The share of the axis by which numbers may move; see `figure()`. */
  tolerance?: number;
}

/** Names from top to bottom in the order of the rows, for each the mean with its 95 % t interval. */
export function dots(rows: readonly DotRow[], options: DotsOptions): Figure {
  const { name, title, alt, x, y, reference, tolerance = 0.05 } = options;
  const names = [...new Set(rows.map((row) => row.name))];
  const groups = [...new Set(rows.map(({ group = "" }) => group))];
  return figure({
    ...{ name, title, alt, tolerance },
    data: [
      ...groups.map((group, index) => groupOf(rows, { group, index })),
      ...(reference ? [lineAt(reference, names.length)] : []),
    ],
    layout: {
      height: 130 + 30 * names.length,
      margin: { l: 50 + 8 * Math.max(...names.map(({ length }) => length)) },
      showlegend: groups.length > 1 || reference !== undefined,
      xaxis: axis(x.title, x.range && { range: x.range }),
      yaxis: axis(y.title, {
        ...{ tickvals: names.map((_, k) => k), ticktext: names },
        ...{ range: [names.length - 0.5, -0.5], zeroline: false },
      }),
    },
  });

  function groupOf(all: readonly DotRow[], { group, index }: { group: string; index: number }) {
    const own = all.filter((row) => (row.group ?? "") === group);
    const here = names.filter((one) => own.some((row) => row.name === one));
    const means = here.map((one) => interval(own.filter((row) => row.name === one)));
    return {
      x: means.map(({ mean }) => mean),
      y: here.map((one) => names.indexOf(one)),
      error_x: {
        ...{ type: "data", symmetric: false, thickness: 2, width: 5 },
        array: means.map(({ mean, high }) => high - mean),
        arrayminus: means.map(({ mean, low }) => mean - low),
      },
      ...{ name: group, type: "scatter", mode: "markers", showlegend: groups.length > 1 },
      marker: { ...series(index).marker, size: 9 },
    } as Data;
  }
}

function interval(rows: readonly DotRow[]) {
  const values = rows.map(({ value }) => value);
  return values.length > 1
    ? tInterval(values)
    : { mean: values[0], low: values[0], high: values[0] };
}

function lineAt({ value, name }: { value: number; name: string }, count: number): Data {
  return {
    ...{ x: [value, value], y: [-0.5, count - 0.5], name, mode: "lines" },
    line: { color: palette.grey, width: 1.5, dash: "dot" },
  };
}
