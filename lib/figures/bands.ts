/**
 * Means with intervals against any quantity: the figure of most experiments over several seeds.
 * @module
 */
import { tInterval } from "../statistics/interval.ts";
import { band } from "./band.ts";
import { type Data, type Figure, figure, type LayoutAxis } from "./figure.ts";
import { axis, dashes, palette, series } from "./theme.ts";

/** A measured value; rows of one group and one x are the seeds. */
export interface BandRow {
  group: string;
  x: number;
  /** null where there was none, as after a divergence: a gap. */
  value: number | null;
}

/** A curve that theory draws. */
export interface LawLine {
  name: string;
  /** The group whose colour it takes; black without one. */
  group?: string;
  law: (x: number) => number;
  /** Where it is computed, such as at whole numbers; else evenly over the range of the rows. */
  at?: readonly number[];
}

/** An axis of such a figure. */
export interface BandAxis {
  /** With the unit. */
  title: string;
  log?: boolean;
  /** Lowest and highest value, as they are. */
  range?: [number, number];
  options?: Partial<LayoutAxis>;
}

/** What the figure says. */
export interface BandsOptions {
  name: string;
  title: string;
  alt: string;
  x: BandAxis;
  y: BandAxis;
  laws?: readonly LawLine[];
  /** The share of the axis by which numbers may move; see `figure()`. */
  tolerance?: number;
}

/** For each group the mean over its seeds against x, with its 95 % t interval, and laws as lines. */
export function bands(rows: readonly BandRow[], options: BandsOptions): Figure {
  const groups = [...new Set(rows.map((row) => row.group))];
  const drawn = groups.filter((group) => rows.some((r) => r.group === group && r.value !== null));
  const laws = options.laws ?? [];
  return figure({
    name: options.name,
    title: options.title,
    alt: options.alt,
    tolerance: options.tolerance ?? 0.05,
    data: [
      ...drawn.flatMap((group) => groupBand(rows, { group, groups, y: options.y })),
      ...laws.map((law, k) => {
        const isFirst = laws.findIndex(({ name }) => name === law.name) === k;
        return lawLine(law, { rows, groups, k, x: options.x, isFirst });
      }),
    ],
    layout: { xaxis: axisOf(options.x), yaxis: axisOf(options.y) },
  });
}

function groupBand(
  rows: readonly BandRow[],
  { group, groups, y }: { group: string; groups: string[]; y: BandAxis },
): Data[] {
  const own = rows.filter((row) => row.group === group);
  const x = [...new Set(own.map((row) => row.x))].sort((a, b) => a - b);
  const points = x.map((at) => point(own.filter((row) => row.x === at), y));
  const index = groups.indexOf(group);
  const edge = (key: "mean" | "low" | "high") => points.map((one) => one && one[key]);
  return band({
    ...{ x, mean: edge("mean"), low: edge("low"), high: edge("high"), name: group, index },
    line: { mode: "lines+markers", marker: { ...series(index).marker, size: 6 } },
  }) as Data[];
}

/** Mean and interval of the seeds at one x; none where a seed has no value. */
function point(seeds: readonly BandRow[], { log }: BandAxis) {
  const values = seeds.flatMap(({ value }) => value === null ? [] : [value]);
  if (values.length < seeds.length) return null;
  if (values.length === 1) return { mean: values[0], low: values[0], high: values[0] };
  const { mean, low, high } = tInterval(values);
  // On a logarithmic axis an interval cannot reach down to 0.
  return { mean, low: log ? Math.max(low, mean / 10) : low, high };
}

/** Points of a law's curve. */
const resolution = 60;

function lawLine(
  { name, group, law, at: given }: LawLine,
  { rows, groups, k, x, isFirst }: {
    rows: readonly BandRow[];
    groups: string[];
    k: number;
    x: BandAxis;
    /** Of several laws of one name the legend shows the first. */
    isFirst: boolean;
  },
): Data {
  const places = rows.filter((row) => !group || row.group === group).map((row) => row.x);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const at = given ? [...given] : Array.from({ length: resolution }, (_, i) => {
    const part = i / (resolution - 1);
    return x.log ? low * (high / low) ** part : low + part * (high - low);
  });
  return {
    x: at,
    y: at.map(law),
    name,
    legendgroup: name,
    showlegend: isFirst,
    mode: "lines",
    line: {
      color: group ? series(groups.indexOf(group)).line.color : palette.black,
      dash: group ? "dot" : dashes[(k + 1) % dashes.length],
      width: 1.5,
    },
  };
}

function axisOf({ title, log, range, options }: BandAxis): Partial<LayoutAxis> {
  const ends = range?.map((value) => log ? Math.log10(value) : value);
  const kind = log ? { type: "log", dtick: 1, exponentformat: "power" } as const : {};
  return axis(title, { ...kind, ...(ends && { range: ends }), ...options });
}
