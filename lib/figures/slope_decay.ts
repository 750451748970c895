import { band } from "./band.ts";
import { type Figure, figure } from "./figure.ts";
import { axis, palette } from "./theme.ts";

/** What is left of a gradient after some units in a chain. */
export interface SlopeDecayRow {
  depth: number;
  rms: number;
  median: number;
  low: number;
  high: number;
}

/** A line to compare with: the factor after each depth, from 1 on. */
export interface ReferenceLine {
  name: string;
  factor: (depth: number) => number;
}

/** The factor that a gradient picks up along a chain of units, on a logarithmic axis. */
export function slopeDecay(
  rows: readonly SlopeDecayRow[],
  lines: readonly ReferenceLine[],
): Figure {
  const x = rows.map((row) => row.depth);
  const colors = [palette.black, palette.vermillion];
  return figure({
    name: "slope-decay",
    title: "After twenty sigmoids less than a trillionth is left",
    alt: "Through a chain of sigmoid units a gradient shrinks by about five at every unit: after " +
      "twenty, less than a trillionth is left.",
    tolerance: 0.02,
    data: [
      ...band({
        x,
        mean: rows.map((row) => row.median),
        low: rows.map((row) => row.low),
        high: rows.map((row) => row.high),
        name: "median and 90 % of the paths",
        index: 0,
      }),
      ...lines.map(({ name, factor }, i) => ({
        x,
        y: x.map(factor),
        name,
        mode: "lines" as const,
        line: { color: colors[i], dash: (["dash", "dot"] as const)[i], width: 2 },
      })),
      {
        x,
        y: rows.map((row) => row.rms),
        name: "rms, measured",
        mode: "markers",
        marker: { color: palette.vermillion, size: 6 },
      },
    ],
    layout: {
      xaxis: axis("units in the chain"),
      yaxis: axis("factor left of the gradient", {
        type: "log",
        dtick: 2,
        exponentformat: "power",
      }),
    },
  });
}
