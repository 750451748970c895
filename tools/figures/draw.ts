/**
 * Drawing of plotly figures as SVG in a page of a headless Chromium.
 * @module
 */
import type { Browser, Page } from "puppeteer-core";
import type { DrawnFigure } from "./notebook.ts";
import { loadScript, toSvg } from "./page.ts";

/** Width of the pictures in CSS pixels: a text column on GitHub. */
const width = 760;

/** A page in which plotly is loaded, to draw one figure after another. */
export async function drawingPage(browser: Browser): Promise<Page> {
  const plotly = import.meta.resolve("plotly.js-dist");
  const page = await browser.newPage();
  await page.goto(new URL("package.json", plotly).href);
  await page.evaluate(loadScript, plotly);
  return page;
}

/**
 * The SVG of a figure, the same bytes each time: plotly's random ids are drawn from a seed made of
 * the figure's key, which also keeps the ids of two figures in one document apart.
 */
export async function drawSvg(page: Page, figure: DrawnFigure, key: string): Promise<string> {
  const { data, layout } = figure;
  const { height = 420, meta } = layout;
  return await page.evaluate(toSvg, {
    data,
    layout,
    width,
    height,
    seed: hash(key),
    label: meta.alt,
  });
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  const step = (h: number, c: string) => Math.imul(h ^ c.charCodeAt(0), 0x01000193) >>> 0;
  return [...text].reduce(step, 0x811c9dc5);
}
