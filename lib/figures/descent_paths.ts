import { type Data, type Figure, figure, type Layout } from "./figure.ts";
import { axis, palette } from "./theme.ts";

/** Gradient descent on one loss surface of two weights. */
export interface DescentPanel {
  title: string;
  /** Names of the two weights. */
  weights: [string, string];
  loss: (weights: [number, number]) => number;
  /** The points that gradient descent visits. */
  path: readonly { weights: readonly number[] }[];
  /** The lowest point. */
  lowest: readonly number[];
}

/** What the figure says. */
export interface DescentPathOptions {
  name: string;
  title: string;
  alt: string;
}

/** Points of the grid on which a loss is contoured, on each side. */
const grid = 61;
/** What is added to the loss above the lowest one before its logarithm is contoured, nats. */
const floor = 1e-4;

/** Ways down, drawn on contour lines of the loss: one panel above the other. */
export function descentPaths(
  panels: readonly DescentPanel[],
  options: DescentPathOptions,
): Figure {
  const drawn = panels.map((panel, index) => drawPanel(panel, { index, of: panels.length }));
  return figure({
    ...options,
    tolerance: 0.02,
    data: drawn.flatMap(({ data }) => data),
    layout: Object.assign(
      { height: 80 + 340 * panels.length, showlegend: true },
      ...drawn.map(({ layout }) => layout),
      { annotations: drawn.flatMap(({ layout }) => layout.annotations ?? []) },
    ),
  });
}

function drawPanel(
  panel: DescentPanel,
  { index, of }: { index: number; of: number },
): { data: Data[]; layout: Partial<Layout> } {
  const id = index === 0 ? "" : String(index + 1);
  const axes = { xaxis: `x${id}`, yaxis: `y${id}` } as const;
  const [x, y] = [0, 1].map((k) =>
    around([...panel.path.map(({ weights }) => weights[k]), panel.lowest[k]])
  );
  const least = panel.loss([panel.lowest[0], panel.lowest[1]]);
  const z = y.map((b) => x.map((w) => Math.log10(panel.loss([w, b]) - least + floor)));
  const domain = [1 - (index + 0.86) / of, 1 - (index + 0.07) / of];
  const at = (k: number) => panel.path.map(({ weights }) => weights[k]);
  const legend = { showlegend: index === 0 };
  return {
    data: [
      {
        ...{ type: "contour", x, y, z, ...axes, showscale: false, hoverinfo: "skip" },
        ...{ ncontours: 16, name: "equal loss", showlegend: false },
        contours: { coloring: "lines" },
        colorscale: [[0, "#555555"], [1, "#cccccc"]],
        line: { width: 1 },
      } as Data,
      {
        ...{ x: at(0), y: at(1), ...axes, ...legend, name: "gradient descent" },
        mode: "lines+markers",
        line: { color: palette.blue, width: 1.5 },
        marker: { color: palette.blue, size: 6 },
      } as Data,
      {
        ...{ x: [panel.lowest[0]], y: [panel.lowest[1]], ...axes, ...legend },
        name: "lowest loss",
        mode: "markers",
        marker: { color: palette.vermillion, symbol: "star", size: 14 },
      } as Data,
    ],
    layout: {
      [`xaxis${id}`]: axis(panel.weights[0], { anchor: `y${id}` as never }),
      [`yaxis${id}`]: axis(panel.weights[1], { domain, anchor: `x${id}` as never }),
      annotations: [{
        ...{ text: panel.title, showarrow: false, x: 0, xref: "paper", xanchor: "left" },
        ...{ y: domain[1], yref: "paper", yanchor: "bottom" },
      }],
    },
  };
}

/** Evenly spaced values around these, with a quarter of their range on each side. */
function around(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.25 * (high - low) || 1;
  const step = (high - low + 2 * room) / (grid - 1);
  return Array.from({ length: grid }, (_, i) => low - room + i * step);
}
