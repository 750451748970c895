import { tInterval } from "../statistics/interval.ts";
import { band } from "./band.ts";
import { type Data, type Figure, figure } from "./figure.ts";
import { axis, series } from "./theme.ts";

/** Test accuracy of one trained net. */
export interface GainRow {
  activation: string;
  gain: number;
  accuracy: number;
}

/** Accuracy against n·Var(W): the committed study as bands, the runs of this machine as points. */
export function accuracyByGain(study: readonly GainRow[], live: readonly GainRow[]): Figure {
  const activations = [...new Set(study.map((row) => row.activation))];
  return figure({
    name: "accuracy-by-gain",
    title: "Deep nets learn in a window of scales, tanh at smaller weights than the sigmoid",
    alt: "Test accuracy against n·Var(W): a tanh net learns from about 0.2 to 50, a sigmoid net " +
      "in a narrower window, from about 7 to 160.",
    tolerance: 0.1,
    data: [
      ...activations.flatMap((name, index) => {
        const own = study.filter((row) => row.activation === name);
        const gains = [...new Set(own.map((row) => row.gain))].sort((a, b) => a - b);
        const points = gains.map((gain) =>
          tInterval(own.filter((row) => row.gain === gain).map((row) => 100 * row.accuracy))
        );
        return band({
          x: gains,
          mean: points.map((point) => point.mean),
          low: points.map((point) => point.low),
          high: points.map((point) => point.high),
          name: `${name}, 240 steps (study)`,
          index,
        }) as Data[];
      }),
      {
        x: live.map((row) => row.gain),
        y: live.map((row) => 100 * row.accuracy),
        name: "tanh, this run",
        mode: "markers",
        marker: { ...series(0).marker, symbol: "circle-open" },
      },
    ],
    layout: {
      xaxis: axis("gain n·Var(W)", { type: "log", dtick: 1, exponentformat: "power" }),
      yaxis: axis("test accuracy (%)", { range: [0, 100] }),
    },
  });
}
