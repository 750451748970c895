import { type Data, type Figure, figure, type Layout } from "./figure.ts";
import { palette } from "./theme.ts";
import { axis } from "./theme.ts";
import { ridgelines } from "./ridgelines.ts";

/** Distributions by layer of one net. */
export interface LayerPanel {
  title: string;
  rows: readonly { layer: number; x: number[]; density: number[] }[];
}

/** What the figure says. */
export interface LayerRidgeOptions {
  name: string;
  title: string;
  alt: string;
  /** Title of the x axes, with the unit. */
  quantity: string;
}

const colors = [palette.blue, palette.orange, palette.green];

/** Distributions by layer as ridgelines, first layer on top: one column for each net. */
export function layerRidges(panels: readonly LayerPanel[], options: LayerRidgeOptions): Figure {
  const drawn = panels.map((panel, index) =>
    drawPanel(panel, { index, of: panels.length, ...options })
  );
  const layers = Math.max(...panels.map((panel) => panel.rows.length));
  return figure({
    name: options.name,
    title: options.title,
    alt: options.alt,
    tolerance: 0.02,
    data: drawn.flatMap(({ data }) => data),
    layout: Object.assign(
      { height: 210 + 32 * layers, margin: { l: 56, r: 20, b: 48 }, showlegend: false },
      ...drawn.map(({ layout }) => layout),
      { annotations: drawn.flatMap(({ layout }) => layout.annotations ?? []) },
    ),
  });
}

function drawPanel(
  panel: LayerPanel,
  { index, of, quantity }: LayerRidgeOptions & { index: number; of: number },
): { data: Data[]; layout: Partial<Layout> } {
  const id = index === 0 ? "" : String(index + 1);
  const ridges = ridgelines(
    panel.rows.map(({ layer, x, density }) => ({ group: layer, x, density })),
    { color: colors[index % colors.length], axes: { xaxis: `x${id}`, yaxis: `y${id}` } as never },
  );
  const domain = [index / of + (index ? 0.035 : 0), (index + 1) / of - 0.01];
  return {
    data: ridges.data as Data[],
    layout: {
      [`xaxis${id}`]: axis(quantity, {
        domain,
        anchor: `y${id}` as never,
        range: roomy(panel),
        nticks: 4,
        tickangle: 0,
      }),
      [`yaxis${id}`]: axis(index === 0 ? "layer" : "", {
        ...ridges.yaxis,
        domain: [0, 0.93],
        matches: index === 0 ? undefined : "y",
        anchor: `x${id}` as never,
        showticklabels: index === 0,
      }),
      annotations: [{
        text: panel.title.replace(", ", "<br>"),
        x: (domain[0] + domain[1]) / 2,
        xref: "paper",
        xanchor: "center",
        y: 0.94,
        yref: "paper",
        yanchor: "bottom",
        showarrow: false,
      }],
    },
  };
}

/** The range of all values, with a little room, so that the ends have ticks. */
function roomy({ rows }: LayerPanel): [number, number] {
  const x = rows.flatMap((row) => [row.x[0], row.x[row.x.length - 1]]);
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}
