import { type Data, type Figure, figure } from "./figure.ts";
import { axis, series } from "./theme.ts";

/** What flows through the layers of one kind of net, for several seeds, and the law it is held against. */
export interface MeasuredNet<Key extends string> {
  group: string;
  rows: readonly ({ layer: number } & Record<Key, number>)[];
  /** The predicted mean square in a layer. */
  law: (layer: number) => number;
  /** Which of the theme's series it is; its place among the nets unless given. */
  index?: number;
}

/** What the figure says. */
export interface MeanSquareOptions<Key extends string> {
  name: string;
  title: string;
  alt: string;
  /** Title of the y axis. */
  quantity: string;
  /** Which number of the rows is drawn. */
  of: Key;
}

/** Mean squares by layer on a logarithmic axis: geometric means over seeds beside the law. */
export function meanSquareByLayer<Key extends string>(
  nets: readonly MeasuredNet<Key>[],
  options: MeanSquareOptions<Key>,
): Figure {
  return figure({
    name: options.name,
    title: options.title,
    alt: options.alt,
    tolerance: 0.02,
    data: nets.flatMap((net, index) => drawNet(net, { index: net.index ?? index, of: options.of })),
    layout: {
      xaxis: axis("layer", { dtick: 1 }),
      yaxis: axis(options.quantity, { type: "log", exponentformat: "power", dtick: 1 }),
    },
  });
}

function drawNet<Key extends string>(
  { group, rows, law }: MeasuredNet<Key>,
  { index, of }: { index: number; of: Key },
): Data[] {
  const { line, marker } = series(index);
  const layers = [...new Set(rows.map((row) => row.layer))];
  const measured = layers.map((layer) =>
    geometricMean(rows.filter((row) => row.layer === layer).map((row) => row[of]))
  );
  const shared = { x: layers, legendgroup: group };
  return [
    { ...shared, y: measured, name: group, mode: "markers", marker },
    {
      ...shared,
      y: layers.map(law),
      name: `${group}: law`,
      showlegend: false,
      mode: "lines",
      line: { ...line, width: 1.5 },
    },
  ];
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
