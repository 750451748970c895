import { histogram } from "../statistics/histogram.ts";
import { type Data, type Figure, figure } from "./figure.ts";
import { axis, palette, translucent } from "./theme.ts";

/** A vertical line with a word. */
export interface Mark {
  x: number;
  text: string;
}

/** What the figure says. */
export interface HistogramOptions {
  name: string;
  title: string;
  alt: string;
  /** Title of the x axis. */
  quantity: string;
  bins?: number;
  marks: readonly Mark[];
}

/** How many values fall where, with the values that theory names as vertical lines. */
export function histogramWithMarks(values: readonly number[], options: HistogramOptions): Figure {
  const { x, density } = histogram(values, { bins: options.bins ?? 30 });
  const top = Math.max(...density);
  const places = [...x, ...options.marks.map((mark) => mark.x)];
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const room = 0.06 * (high - low);
  const colors = [palette.black, palette.vermillion, palette.green];
  const dashes = ["dash", "dot", "dashdot"] as const;
  return figure({
    name: options.name,
    title: options.title,
    alt: options.alt,
    tolerance: 0.02,
    data: [
      {
        type: "bar",
        x,
        y: density,
        name: "measured",
        width: x.map(() => x[1] - x[0]),
        marker: { color: translucent(palette.blue, 0.5), line: { color: palette.blue, width: 1 } },
      } as Data,
      ...options.marks.map((mark, i): Data => ({
        x: [mark.x, mark.x],
        y: [0, 1.1 * top],
        name: mark.text,
        mode: "lines",
        line: { color: colors[i % 3], dash: dashes[i % 3], width: 2.5 },
      })),
    ],
    layout: {
      bargap: 0,
      xaxis: axis(options.quantity, { range: [low - room, high + room] }),
      yaxis: axis("share per unit"),
    },
  });
}
