/**
 * What runs inside the browser's page; nothing here can see the rest of the program.
 * @module
 */
/// <reference lib="dom" />

/** What of a figure the page needs. */
export interface PageFigure {
  data: unknown[];
  layout: unknown;
  width: number;
  height: number;
  /** Seed of plotly's random ids. */
  seed: number;
  /** The figure's message, for readers who hear it. */
  label: string;
}

/** Loads a script from the disk, which only a page from the disk may do. */
export function loadScript(source: string): Promise<void> {
  const script = document.createElement("script");
  return new Promise((resolve, reject) => {
    Object.assign(script, { src: source, charset: "utf-8" });
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`cannot load ${source}`));
    document.head.append(script);
  });
}

/** The SVG of a figure, by the plotly of this page; same input, same bytes. */
export async function toSvg(figure: PageFigure): Promise<string> {
  const { data, layout, width, height, seed, label } = figure;
  // mulberry32 (Tommy Ettinger, public domain)
  let state = seed;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  // deno-lint-ignore no-explicit-any
  const { Plotly } = globalThis as any;
  const options = { width, height, format: "svg", imageDataOnly: true };
  const drawn: string = await Plotly.toImage({ data, layout }, options);
  const { documentElement: root } = new DOMParser().parseFromString(drawn, "image/svg+xml");
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", label);
  // Plotly sets attributes in an order that depends on what it has drawn, and cached, before.
  for (const element of [root, ...root.querySelectorAll("*")]) {
    const attributes = [...element.attributes].sort((a, b) => a.name < b.name ? -1 : 1);
    for (const attribute of attributes) element.removeAttributeNode(attribute);
    for (const attribute of attributes) element.setAttributeNode(attribute);
  }
  return new XMLSerializer().serializeToString(root) + "\n";
}
