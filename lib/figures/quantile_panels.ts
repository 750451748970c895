/**
 * How a distribution changes during training: quantiles against steps, in panels beside each other.
 * @module
 */
import { band } from "./band.ts";
import { type Data, type Figure, figure, type Layout } from "./figure.ts";
import { axis } from "./theme.ts";

/** The 5, 25, 50, 75 and 95 % quantiles of a distribution at one step. */
export interface QuantileRow {
  panel: string;
  step: number;
  quantiles: readonly number[];
}

/** What the figure says. */
export interface QuantilePanelsOptions {
  name: string;
  title: string;
  alt: string;
  /** What is distributed, with its unit. */
  y: { title: string; range?: [number, number] };
}

/** For each panel the median, and bands from 25 to 75 % and from 5 to 95 %; several runs are averaged. */
export function quantilePanels(
  rows: readonly QuantileRow[],
  { y, ...words }: QuantilePanelsOptions,
): Figure {
  const names = [...new Set(rows.map(({ panel }) => panel))];
  const layouts = names.map((name, index) => panelLayout({ name, index, count: names.length, y }));
  return figure({
    ...words,
    tolerance: 0.1,
    data: names.flatMap((name, index) => panelData(rows.filter((r) => r.panel === name), index)),
    layout: Object.assign({}, ...layouts, {
      annotations: layouts.flatMap(({ annotations }) => annotations ?? []),
    }),
  });
}

function panelLayout(
  { name, index, count, y }: {
    name: string;
    index: number;
    count: number;
    y: QuantilePanelsOptions["y"];
  },
): Partial<Layout> {
  const id = index === 0 ? "" : String(index + 1);
  const shared = index === 0 ? {} : { matches: "y" as never, showticklabels: false };
  return {
    [`xaxis${id}`]: axis("training step", {
      domain: [index / count + 0.02, (index + 1) / count - 0.02],
      anchor: `y${id}` as never,
    }),
    [`yaxis${id}`]: axis(index === 0 ? y.title : "", {
      ...{ anchor: `x${id}` as never, range: y.range },
      ...shared,
    }),
    annotations: [{
      ...{ text: name, showarrow: false, x: (index + 0.5) / count, y: 0.99 },
      ...{ xref: "paper", yref: "paper", xanchor: "center", yanchor: "top" },
    }],
  };
}

function panelData(rows: readonly QuantileRow[], panel: number): Data[] {
  const steps = [...new Set(rows.map(({ step }) => step))].sort((a, b) => a - b);
  const quantile = (q: number) =>
    steps.map((step) => {
      const values = rows.filter((row) => row.step === step).map((row) => row.quantiles[q]);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
  const id = panel === 0 ? "" : String(panel + 1);
  const place = { xaxis: `x${id}`, yaxis: `y${id}` };
  return [0, 1].flatMap((edge) => {
    const [area, line] = band({
      ...{ x: steps, mean: quantile(2), low: quantile(edge), high: quantile(4 - edge) },
      ...{ name: "median", index: 0, line: { ...place, showlegend: panel === 0 } },
    });
    const name = edge === 0 ? "5 to 95 %" : "25 to 75 %";
    const shown = { ...area, name, legendgroup: name, showlegend: panel === 0 };
    return edge === 0 ? [shown] : [shown, line];
  }) as Data[];
}
