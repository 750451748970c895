import { type Interval, tInterval } from "../statistics/interval.ts";
import { band } from "./band.ts";
import { type Data, type Figure, figure } from "./figure.ts";
import { axis } from "./theme.ts";

/** The loss of one run (one seed) of one of the compared groups. */
export interface CurveRow {
  group: string;
  seed: number;
  curve: { step: number; loss: number }[];
}

/** What the figure says. */
export interface LearningCurveOptions {
  name: string;
  alt: string;
}

/** Loss against step: for each group the mean over its seeds with its 95 % t interval. */
export function learningCurves(rows: readonly CurveRow[], options: LearningCurveOptions): Figure {
  const groups = [...new Set(rows.map((row) => row.group))];
  return figure({
    name: options.name,
    alt: options.alt,
    tolerance: 0.1,
    data: groups.flatMap((name, index) => {
      const runs = rows.filter((row) => row.group === name);
      const points = runs[0].curve.map((_, i) => tInterval(runs.map((run) => run.curve[i].loss)));
      const edge = (key: keyof Interval) => points.map((point) => point[key]);
      const x = runs[0].curve.map(({ step }) => step);
      return band({
        x,
        mean: edge("mean"),
        low: edge("low"),
        high: edge("high"),
        name,
        index,
      }) as Data[];
    }),
    layout: {
      xaxis: axis("training step"),
      yaxis: axis("training loss (nats)", { type: "log", dtick: "D2" }),
    },
  });
}
