/**
 * The figures of lesson 06 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands, type LawLine } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** Examples become alike, in plain networks much faster. */
export function collapseByBlock(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "collapse",
    title: "Examples become alike, in plain networks much faster",
    alt:
      "Share of the mean square that differs between examples, by block: it falls from 1 to a fifteenth " +
      "in twenty plain layers, to a sixth in twenty residual blocks, a little above the laws of " +
      "infinite width.",
    x: { title: "blocks passed" },
    y: {
      title: "share that differs, 1 − c",
      log: true,
      options: { tickvals: [0.05, 0.1, 0.2, 0.5, 1] },
    },
    laws,
  });
}

/** Doubling, adding, standing still. */
export function growthByBlock(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "growth",
    title: "Doubling, adding, standing still",
    alt:
      "Mean square behind residual blocks on a logarithmic axis: x + F(x) doubles in each block, with " +
      "normalization before the branch it grows by one, with branches divided by the root of the depth " +
      "it hardly grows.",
    x: { title: "blocks passed" },
    y: { title: "mean square", log: true },
    laws,
  });
}
