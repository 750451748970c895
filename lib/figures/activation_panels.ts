import type { Activation } from "../activations/activation.ts";
import { type Data, type Figure, figure, type Layout } from "./figure.ts";
import { axis, palette } from "./theme.ts";

const columns = 2;
const points = Array.from({ length: 161 }, (_, i) => -5 + i / 16);

/** Each activation with its derivative: one panel each, on the same pre-activations from −5 to 5. */
export function activationPanels(activations: readonly Activation[]): Figure {
  const rows = Math.ceil(activations.length / columns);
  const panels = activations.map((phi, index) => panel(phi, { index, count: activations.length }));
  return figure({
    name: "activations",
    title: "Every activation goes flat or straight somewhere",
    alt: "Every activation has a stretch where its derivative is zero, constant, or nearly so: " +
      "there a unit does not learn, or only passes on.",
    data: panels.flatMap(({ data }) => data),
    layout: Object.assign({ height: 190 * rows + 60 }, ...panels.map(({ layout }) => layout), {
      annotations: panels.flatMap(({ layout }) => layout.annotations ?? []),
    }),
  });
}

interface Place {
  index: number;
  /** Number of all panels. */
  count: number;
}

/** The lowest panel in the column of panel `index`: the one with the title of the x axis. */
function lowestBelow({ index, count }: Place): number {
  return index + columns * Math.floor((count - 1 - index) / columns);
}

function panel(
  phi: Activation,
  { index, count }: Place,
): { data: Data[]; layout: Partial<Layout> } {
  const id = index === 0 ? "" : String(index + 1);
  const [row, column] = [Math.floor(index / columns), index % columns];
  const rows = Math.ceil(count / columns);
  const top = 1 - row / rows;
  const lowest = lowestBelow({ index, count });
  const anchors = { xaxis: `x${id}`, yaxis: `y${id}` };
  return {
    data: [
      {
        x: points,
        y: points.map(phi.value),
        name: "φ(u)",
        legendgroup: "value",
        mode: "lines",
        line: { color: palette.blue, width: 2.5 },
        ...anchors,
        showlegend: index === 0,
      },
      {
        x: points,
        y: points.map(phi.derivative),
        name: "derivative φ'(u)",
        legendgroup: "derivative",
        mode: "lines",
        line: { color: palette.vermillion, width: 2.5, dash: "dash" },
        ...anchors,
        showlegend: index === 0,
      },
    ] as Data[],
    layout: {
      [`xaxis${id}`]: axis(lowest === index ? "pre-activation u" : "", {
        matches: lowest === index ? undefined : `x${lowest + 1}` as never,
        domain: [column / columns + 0.02 * column, (column + 1) / columns - 0.02],
        anchor: `y${id}` as never,
        range: [-5, 5],
        tickvals: [-4, -2, 0, 2, 4],
      }),
      [`yaxis${id}`]: axis(column === 0 ? "φ, φ'" : "", {
        matches: column === 0 ? undefined : `y${index === 1 ? "" : index}` as never,
        domain: [top - 1 / rows + 0.05, top - 0.01],
        anchor: `x${id}` as never,
        range: [-2, 2.2],
      }),
      annotations: [{
        text: `<b>${phi.title}</b>`,
        x: -4.8,
        xref: `x${id}` as never,
        xanchor: "left",
        y: 1.8,
        yref: `y${id}` as never,
        showarrow: false,
      }],
    },
  };
}
