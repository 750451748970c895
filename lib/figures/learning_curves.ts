import { type Interval, tInterval } from "../statistics/interval.ts";
import { band } from "./band.ts";
import { type Data, type Figure, figure } from "./figure.ts";
import { axis, palette } from "./theme.ts";

/** The loss of one run (one seed) of one of the compared groups. */
export interface CurveRow {
  group: string;
  seed: number;
  curve: { step: number; loss: number }[];
}

/** What the figure says. */
export interface LearningCurveOptions {
  name: string;
  title: string;
  alt: string;
  /** A loss to compare with, such as that of guessing, in nats. */
  reference?: { loss: number; name: string };
}

/** Loss against step: for each group the mean over its seeds with its 95 % t interval. */
export function learningCurves(rows: readonly CurveRow[], options: LearningCurveOptions): Figure {
  const groups = [...new Set(rows.map((row) => row.group))];
  return figure({
    name: options.name,
    title: options.title,
    alt: options.alt,
    tolerance: 0.1,
    data: [
      ...groups.flatMap((name, index) =>
        meanCurve(rows.filter((row) => row.group === name), { name, index })
      ),
      ...referenceLine(rows, options),
    ],
    layout: {
      xaxis: axis("training step"),
      yaxis: axis("training loss (nats)", {
        type: "log",
        tickvals: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50],
      }),
    },
  });
}

function meanCurve(
  runs: readonly CurveRow[],
  { name, index }: { name: string; index: number },
): Data[] {
  const x = runs[0].curve.map(({ step }) => step);
  const points = x.map((_, i) => tInterval(runs.map((run) => run.curve[i].loss)));
  const edge = (key: keyof Interval) => points.map((point) => point[key]);
  return band({
    x,
    mean: edge("mean"),
    low: edge("low"),
    high: edge("high"),
    name,
    index,
  }) as Data[];
}

function referenceLine(
  rows: readonly CurveRow[],
  { reference }: LearningCurveOptions,
): Data[] {
  if (!reference) return [];
  const last = Math.max(...rows.flatMap((row) => row.curve.map(({ step }) => step)));
  return [{
    x: [0, last],
    y: [reference.loss, reference.loss],
    name: reference.name,
    mode: "lines",
    line: { color: palette.grey, width: 1.5, dash: "dot" },
  }];
}
