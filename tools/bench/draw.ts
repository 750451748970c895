/**
 * The figure of the bench as a picture in figures/bench.
 * @module
 */
import { join } from "node:path";
import { findChromium, NoBrowserError, start } from "../figures/browser.ts";
import { drawingPage, drawSvg } from "../figures/draw.ts";
import { writeChanged } from "../figures/files.ts";
import type { Tell } from "./crew.ts";
import { speedFigure } from "./figure.ts";
import type { Row } from "./record.ts";

/** Draws figures/bench/speed.svg in the project's folder; without a browser, says so. */
export async function drawSpeed(rows: readonly Row[], root: string, tell: Tell): Promise<void> {
  const { data, layout } = speedFigure(rows);
  try {
    const browser = await start(await findChromium(join(root, "build", "browser")));
    try {
      const svg = await drawSvg(await drawingPage(browser), { data, layout }, "bench/speed");
      await writeChanged(join(root, "figures", "bench", "speed.svg"), svg);
    } finally {
      await browser.close();
    }
  } catch (error) {
    if (!(error instanceof NoBrowserError)) throw error;
    tell(`no picture: ${error.message}`);
  }
}
