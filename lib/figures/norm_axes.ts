/**
 * Which numbers a normalization takes its statistics from.
 * @module
 */
import { type Data, type Figure, figure, type LayoutAxis } from "./figure.ts";
import { palette } from "./theme.ts";

/** Examples, channels and places of the batch that is drawn. */
const [examples, channels, places] = [3, 6, 4];

/** The number whose statistics are shown. */
const chosen = { example: 1, channel: 2, place: 1 };

/** Where one number of a batch stands. */
type Place = typeof chosen;

/** Whether another number is among those that the chosen one is normalized with. */
const together: Record<string, (other: Place) => boolean> = {
  "batch: over examples and places": ({ channel }) => channel === chosen.channel,
  "instance: over places": ({ example, channel }) =>
    example === chosen.example && channel === chosen.channel,
  "group (two groups): over places and the channels of a group": ({ example, channel }) =>
    example === chosen.example && Math.floor(channel / 3) === Math.floor(chosen.channel / 3),
  "layer, as in transformers: over channels": ({ example, place }) =>
    example === chosen.example && place === chosen.place,
  "layer, as in group normalization with one group: over channels and places": ({ example }) =>
    example === chosen.example,
};

/** A batch of images as a table, once for each normalization: examples by channels and places. */
export function normAxes(): Figure {
  const kinds = Object.entries(together);
  const share = 1 / kinds.length;
  const numbers = Array.from({ length: channels * places }, (_, k) => ({
    channel: Math.floor(k / places),
    place: k % places,
  }));
  const axisName = (k: number) => k === 0 ? "" : String(k + 1);
  const data = kinds.map(([, isTogether], k) => ({
    type: "heatmap",
    z: Array.from(
      { length: examples },
      (_, example) => numbers.map((at) => shade({ example, ...at }, isTogether)),
    ),
    ...{ zmin: 0, zmax: 2, xgap: 1, ygap: 1, showscale: false, hoverinfo: "skip" },
    colorscale: [[0, "#e4e4e4"], [0.5, palette.sky], [1, palette.vermillion]],
    ...{ xaxis: `x${axisName(k)}`, yaxis: `y${axisName(k)}` },
  } as Data));
  const axes = kinds.flatMap(([, _], k) => {
    const top = 1 - k * share;
    const isLast = k === kinds.length - 1;
    const x: Partial<LayoutAxis> = {
      ...{ anchor: `y${axisName(k)}` as "y", showgrid: false, ticks: "", zeroline: false },
      tickvals: Array.from({ length: channels }, (_, c) => c * places + (places - 1) / 2),
      ticktext: Array.from({ length: channels }, (_, c) => isLast ? String(c + 1) : ""),
      title: { text: isLast ? "channel, and in each of them four places" : "" },
    };
    const y: Partial<LayoutAxis> = {
      ...{ domain: [top - 0.72 * share, top - 0.08 * share] as [number, number], showgrid: false },
      ...{ anchor: `x${axisName(k)}` as "x", ticks: "" as const, autorange: "reversed" as const },
      ...{ tickvals: [0, 1, 2], ticktext: ["1", "2", "3"], zeroline: false },
      title: { text: k === 2 ? "example" : "" },
    };
    return [[`xaxis${axisName(k)}`, x], [`yaxis${axisName(k)}`, y]];
  });
  return figure({
    name: "axes",
    title: "One operation over different axes: orange is normalized with blue",
    alt: "A batch of three examples with six channels of four places each, five times, with the " +
      "numbers that one of them is normalized with: the whole channel in all examples for batch " +
      "normalization, one channel of one example for instance, half of the channels of one " +
      "example for group, one place of all channels for layer normalization, or the whole example.",
    data,
    layout: {
      height: 640,
      ...Object.fromEntries(axes),
      annotations: kinds.map(([text], k) => ({
        ...{ text, xref: "paper", x: 0, xanchor: "left", yref: "paper", yanchor: "bottom" },
        ...{ y: 1 - k * share - 0.08 * share, showarrow: false },
      })),
    },
  });
}

/** 2 for the chosen number, 1 for those that are normalized with it. */
function shade(at: Place, isTogether: (other: Place) => boolean): number {
  const isChosen = at.example === chosen.example && at.channel === chosen.channel &&
    at.place === chosen.place;
  return isChosen ? 2 : isTogether(at) ? 1 : 0;
}
