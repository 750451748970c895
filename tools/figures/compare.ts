/**
 * What moved between two versions of a figure, in shares of the axes on which it is seen.
 * @module
 */
import type { DrawnFigure } from "./notebook.ts";

/** One difference between two versions of a figure. */
export interface Move {
  /** Where: `trace "tanh", y` or `layout.title.text`. */
  where: string;
  /** The largest move of a number as share of its axis's old range; Infinity for any other change. */
  share: number;
  /** What changed, when it is not a number that moved. */
  change?: string;
}

type Fields = Record<string, unknown>;

/** How numbers at one place are seen: the scale of their axis and its range there. */
interface Scale {
  range: number;
  transform: (value: number) => number;
}

/** The differences between two versions of a figure; none when they are the same. */
export function compare(before: DrawnFigure, after: DrawnFigure): Move[] {
  const scales = new Scales(before);
  const moves: Move[] = [];
  const count = [before.data.length, after.data.length];
  if (count[0] !== count[1]) {
    return [{ where: "data", share: Infinity, change: `${count[0]} traces, now ${count[1]}` }];
  }
  before.data.forEach((trace, i) => {
    const { name } = trace as Fields;
    const where = name === undefined ? `trace ${i},` : `trace ${i} ${JSON.stringify(name)},`;
    const scaleOf = (path: string) => scales.ofTrace(trace as Fields, path);
    walk(trace, after.data[i], { where, path: "", scaleOf, moves });
  });
  const scaleOf = (path: string) => scales.ofLayout(before.layout as unknown as Fields, path);
  walk(before.layout, after.layout, { where: "layout", path: "", scaleOf, moves });
  return moves;
}

interface Walk {
  where: string;
  path: string;
  scaleOf: (path: string) => Scale | undefined;
  moves: Move[];
}

function walk(before: unknown, after: unknown, state: Walk): void {
  const { where, path, scaleOf, moves } = state;
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const place = `${where}${where.endsWith(",") ? " " : "."}${path}`;
  const scale = scaleOf(path);
  const share = scale && largestMove(before, after, scale);
  const isSeries = scale !== undefined && Array.isArray(before);
  if (share !== undefined) moves.push({ where: place, share });
  else if (isObject(before) && isObject(after) && !isSeries) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const below = path ? `${path}.${key}` : key;
      walk((before as Fields)[key], (after as Fields)[key], { ...state, path: below });
    }
  } else {
    const change = `${brief(before)}, now ${brief(after)}`;
    moves.push({ where: place, share: Infinity, change });
  }
}

/** Undefined when they are not the same arrangement of numbers and gaps. */
function largestMove(before: unknown, after: unknown, scale: Scale): number | undefined {
  const [oldValues, newValues] = [numbers(before), numbers(after)];
  if (!oldValues || oldValues.length !== newValues?.length) return undefined;
  let largest = 0;
  for (const [i, oldValue] of oldValues.entries()) {
    const newValue = newValues[i];
    if ((oldValue === null) !== (newValue === null)) return undefined;
    if (oldValue === null || newValue === null || oldValue === newValue) continue;
    const move = Math.abs(scale.transform(newValue) - scale.transform(oldValue)) / scale.range;
    largest = Math.max(largest, Number.isNaN(move) ? Infinity : move);
  }
  return largest;
}

/** The numbers and gaps of a number or an array of them, in order; undefined for all else. */
function numbers(value: unknown): (number | null)[] | undefined {
  const values = [value].flat(3);
  return values.every((v) => v === null || typeof v === "number") ? values : undefined;
}

/** The scales of the axes of a figure, by what it shows on them. */
class Scales {
  readonly #data: Fields[];
  readonly #layout: Fields;

  constructor(figure: DrawnFigure) {
    this.#data = figure.data as Fields[];
    this.#layout = figure.layout as unknown as Fields;
  }

  /** Coordinates and errors are seen on the trace's axes, other arrays of numbers on their own range. */
  ofTrace(trace: Fields, path: string): Scale | undefined {
    const axis = /^(?:error_)?([xy])0?(?:$|\.array|\.value)/.exec(path)?.[1];
    const isError = path.startsWith("error_");
    if (axis) return this.#axis((trace[`${axis}axis`] as string) ?? axis, isError);
    const value = path.split(".").reduce<unknown>((v, key) => (v as Fields)?.[key], trace);
    return Array.isArray(value) ? spread(numbers(value) ?? [], identity) : undefined;
  }

  /** Ranges and ticks are seen on their axis, shapes and annotations on the one they refer to. */
  ofLayout(layout: Fields, path: string): Scale | undefined {
    const own = /^([xy])axis(\d*)\.(range|tickvals)$/.exec(path);
    // The range of a logarithmic axis is given in powers of ten.
    if (own) return this.#axis(own[1] + own[2], own[3] === "range");
    const part = /^(shapes|annotations)\.(\d+)\.([xy])[01]?$/.exec(path);
    if (!part) return undefined;
    const item = (layout[part[1]] as Fields[])[Number(part[2])];
    const ref = (item[`${part[3]}ref`] as string) ?? (part[1] === "shapes" ? part[3] : "paper");
    const inPowers = part[1] === "annotations";
    return /^[xy]\d*$/.test(ref) ? this.#axis(ref, inPowers) : { range: 1, transform: identity };
  }

  /** The scale of the axis `x`, `y2`, …; `isLinear` for numbers that are not put through its log. */
  #axis(id: string, isLinear = false): Scale {
    const letter = id[0];
    const axis = this.#layout[`${letter}axis${id.slice(1)}`] as Fields | undefined;
    const transform = axis?.type === "log" ? Math.log10 : identity;
    const shown = this.#data
      .filter((trace) => ((trace[`${letter}axis`] as string) ?? letter) === id)
      .flatMap((trace) => numbers(trace[letter]) ?? []);
    const range = numbers(axis?.range);
    const scale = range?.length === 2 && !range.includes(null)
      ? { range: Math.abs(range[1]! - range[0]!), transform }
      : spread(shown, transform);
    return isLinear ? { range: scale.range, transform: identity } : scale;
  }
}

/** The scale on which values are seen that fill it; for a single value, its size. */
function spread(values: (number | null)[], transform: (value: number) => number): Scale {
  const seen = values.flatMap((v) => v === null ? [] : [transform(v)]).filter(Number.isFinite);
  const low = seen.reduce((a, b) => Math.min(a, b), Infinity);
  const high = seen.reduce((a, b) => Math.max(a, b), -Infinity);
  return { range: high - low > 0 ? high - low : Math.abs(high) || 1, transform };
}

function identity(value: number): number {
  return value;
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === "object";
}

function brief(value: unknown): string {
  if (Array.isArray(value)) {
    const gaps = value.filter((item) => item === null).length;
    return `${value.length} values with ${gaps} gaps`;
  }
  const text = JSON.stringify(value) ?? "absent";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
