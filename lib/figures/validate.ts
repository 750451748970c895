/**
 * What a figure must be before it is drawn, so that no picture comes out blank or without units.
 * @module
 */
// @ts-types="@types/plotly.js"
import type { Data, Layout, LayoutAxis } from "plotly.js-dist";

/** A figure as it is checked: its traces hold plain arrays only. */
export interface Checked {
  name: string;
  alt: string;
  tolerance: number;
  data: Data[];
  layout: Partial<Layout>;
}

type Fields = Record<string, unknown>;

/** The arrays which plotly draws, one of which a trace must have. */
const coordinates = ["x", "y", "z", "r", "theta", "values"];

/** Traces drawn point by point, whose x and y belong together. */
const pointwise = [undefined, "scatter", "scattergl", "bar"];

/** Passes a figure that can be drawn, and throws a RangeError that names figure and trace for others. */
export function validate({ name, alt, tolerance, data, layout }: Checked): void {
  if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(name)) {
    throw new RangeError(
      `figure: the name becomes a file name and must be lower-case letters, digits, "-" or "_"; ` +
        `received ${JSON.stringify(name)}: give a name like "tanh-by-layer"`,
    );
  }
  const fail = (problem: string) => {
    throw new RangeError(`figure ${JSON.stringify(name)}: ${problem}`);
  };
  if (!(alt?.trim().length > 0)) fail("alt must state the message of the figure; received nothing");
  if (!(tolerance > 0 && tolerance < 1)) {
    fail(`tolerance is a share of an axis's range and must lie in (0, 1); received ${tolerance}`);
  }
  if (data.length === 0) fail("there is no trace to draw: check the rows that it is made from");
  data.forEach((trace, i) => validateTrace(trace as Fields, traceFail(trace, i, fail)));
  data.forEach((trace) => validateAxes(trace as Fields, layout as Fields, fail));
  for (const found of notFinite(layout)) fail(`layout.${found}: give a finite number`);
}

type Fail = (problem: string) => void;

function traceFail(trace: Data, index: number, fail: Fail): Fail {
  const name = (trace as Fields).name;
  return (problem) => fail(`trace ${index}${name ? ` (${JSON.stringify(name)})` : ""}: ${problem}`);
}

function validateTrace(trace: Fields, fail: Fail): void {
  const drawn = coordinates.filter((field) => Array.isArray(trace[field]));
  if (drawn.length === 0) {
    fail(`has no data: give it one of ${coordinates.join(", ")} as an array`);
  }
  for (const field of drawn) {
    const values = (trace[field] as unknown[]).flat(2);
    if (values.every((value) => value === null)) {
      fail(`${field} holds no value (length ${values.length}): check the rows it is made from`);
    }
  }
  for (const found of notFinite(trace)) {
    fail(`${found}; it must be finite: mark a deliberate gap with null, or mend the measurement`);
  }
  const [x, y] = [trace.x, trace.y] as unknown[][];
  if (pointwise.includes(trace.type as string) && x && y && x.length !== y.length) {
    fail(`x and y must be of one length; received ${x.length} and ${y.length}`);
  }
}

/** The fields that hold NaN, an infinity or undefined in an array, as `y[3] is NaN`; the first each. */
function* notFinite(value: unknown, path = ""): Generator<string> {
  if (typeof value === "number" || value === undefined) {
    if (!Number.isFinite(value)) yield `${path} is ${value}`;
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* notFinite(item, `${path}[${i}]`);
  } else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      yield* notFinite(item, path ? `${path}.${key}` : key);
    }
  }
}

/** Each visible axis has a title, or matches one that has; a colour scale is an axis too. */
function validateAxes(trace: Fields, layout: Fields, fail: Fail): void {
  const isCartesian = "x" in trace || "y" in trace;
  for (const letter of isCartesian ? ["x", "y"] : []) {
    const id = (trace[`${letter}axis`] as string) ?? letter;
    const key = axisKey(id);
    const axis = layout[key] as Partial<LayoutAxis> | undefined;
    const titled = axis?.matches ? layout[axisKey(axis.matches)] as Partial<LayoutAxis> : axis;
    if (axis?.visible !== false && !hasTitle(titled)) {
      fail(
        `layout.${key} has no title: give it one with its unit, e.g. ${key}: axis("loss (nats)")`,
      );
    }
  }
  const colorbar = trace.colorbar as Fields | undefined;
  const hasScale = Array.isArray(trace.z) && trace.type !== "image";
  if (hasScale && trace.showscale !== false && !hasTitle(colorbar)) {
    fail(`the colour scale of z has no title: give the trace colorbar: { title: { text: "…" } }`);
  }
}

function axisKey(id: string): string {
  return `${id[0]}axis${id.slice(1)}`;
}

function hasTitle(part: { title?: unknown } | undefined): boolean {
  const text = (part?.title as { text?: unknown } | undefined)?.text;
  return typeof text === "string" && text.trim().length > 0;
}
