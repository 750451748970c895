/**
 * The figures of lesson 11.
 *
 * @module
 */
import { type BandRow, bands } from "./bands.ts";
import { type DotRow, dots } from "./dots.ts";
import type { Figure } from "./figure.ts";
import { imageGrid, type ImageRow } from "./image_grid.ts";

/** A few digits of each domain. */
export function digitDomains(rows: readonly ImageRow[]): Figure {
  return imageGrid(rows, {
    name: "domains",
    title: "The same digits in three domains",
    alt: "Rows of handwritten digits: white on black; light grey on dark grey, moved a little; " +
      "dark on coloured, striped grounds.",
  });
}

/** Accuracy of heads behind frozen bodies, judged in two ways. */
export function twoJudgements(rows: readonly DotRow[]): Figure {
  return dots(rows, {
    name: "two-judgements",
    title: "Frozen with batch statistics: trained as one function, used as another",
    alt:
      "Accuracy on paler digits of heads behind five kinds of frozen bodies, as trained and in " +
      "inference: 0.85 to 0.92 both ways for all kinds but one, which normalizes by the batch and " +
      "keeps nothing of it; that one has 0.9 as trained and about half of it in inference.",
    x: { title: "share of right answers, test", range: [0, 1] },
    y: { title: "what the body does" },
  });
}

/** Accuracy after everything was unfrozen, step by step. */
export function afterUnfreezing(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "after-unfreezing",
    title: "Switching to batch statistics costs half before a single weight has moved",
    alt:
      "Accuracy on coloured digits by steps since everything learns, each way at its best rate: " +
      "with batch statistics, as trained, it is halved before the first step and needs about a " +
      "hundred steps to come back; in inference it first falls slowly; with running statistics it " +
      "only rises.",
    x: {
      title: "steps since everything learns",
      log: true,
      // A logarithm of 0 steps there is not: one is added to each.
      options: {
        tickvals: [0, 1, 3, 10, 30, 100, 200].map((step) => step + 1),
        ticktext: [0, 1, 3, 10, 30, 100, 200].map(String),
      },
    },
    y: { title: "share of right answers, test", range: [0, 0.8] },
    tolerance: 0.05,
  });
}
