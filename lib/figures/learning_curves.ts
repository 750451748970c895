import { type Interval, tInterval } from "../statistics/interval.ts";
import { band } from "./band.ts";
import { type Data, type Figure, figure } from "./figure.ts";
import { axis, palette } from "./theme.ts";

/** The loss of one run (one seed) of one of the compared groups. */
export interface CurveRow {
  group: string;
  seed: number;
  /** The loss is null from where it was no finite number any more. */
  curve: { step: number; loss: number | null }[];
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
  const all = [...new Set(rows.map((row) => row.group))];
  const isDrawable = (name: string) =>
    rows.every((row) => row.group !== name || row.curve[0].loss !== null);
  const groups = all.filter(isDrawable);
  const missing = all.filter((name) => !isDrawable(name));
  const note = missing.length > 0 ? ` (no finite loss: ${missing.join("; ")})` : "";
  return figure({
    name: options.name,
    title: options.title + note,
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
        tickvals: [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 5, 10, 20, 50],
      }),
    },
  });
}

function meanCurve(
  runs: readonly CurveRow[],
  { name, index }: { name: string; index: number },
): Data[] {
  const x = runs[0].curve.map(({ step }) => step);
  const points = x.map((_, i) => {
    const losses = runs.map((run) => run.curve[i].loss);
    return losses.some((loss) => loss === null) ? null : tInterval(losses as number[]);
  });
  // On a logarithmic axis an interval cannot reach down to 0.
  const edge = (key: keyof Interval) =>
    points.map((point) => point && Math.max(point[key], point.mean / 10));
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
