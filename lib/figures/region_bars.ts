import { type Data, type Figure, figure } from "./figure.ts";
import { axis, palette } from "./theme.ts";

/** Shares of a standard normal pre-activation; they add up to 1. */
export interface RegionRow {
  activation: string;
  flat: number;
  linear: number;
  curved: number;
}

/** How much of a standard normal pre-activation an activation ignores, passes on, or bends. */
export function regionBars(rows: readonly RegionRow[]): Figure {
  const bar = (key: "flat" | "linear" | "curved", color: string, shape: string): Data => ({
    type: "bar",
    orientation: "h",
    name: key,
    y: rows.map((row) => row.activation),
    x: rows.map((row) => 100 * row[key]),
    marker: { color, pattern: { shape } },
    hovertemplate: "%{y}: %{x:.1f} % %{fullData.name}<extra></extra>",
  } as Data);
  return figure({
    name: "regions",
    title: "ReLU ignores half of a bell curve, a sigmoid almost nothing",
    alt: "Of standard normal pre-activations, ReLU ignores half and passes most of the rest on " +
      "unbent; the sigmoid ignores almost none.",
    data: [
      bar("flat", palette.grey, ""),
      bar("linear", palette.sky, "/"),
      bar("curved", palette.orange, ""),
    ],
    layout: {
      barmode: "stack",
      legend: { traceorder: "normal" },
      xaxis: axis("share of a standard normal pre-activation (%)", { range: [0, 100] }),
      yaxis: axis("activation", { autorange: "reversed" }),
    },
  });
}
