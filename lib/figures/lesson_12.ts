/**
 * The figures of lesson 12.
 *
 * @module
 */
import { type BandRow, bands } from "./bands.ts";
import type { Figure } from "./figure.ts";

const share = "share of right answers, test";

/** Accuracy on coloured digits while everything learns with batch statistics, judged in two ways. */
export function twoMomentaFigure(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "two-momenta",
    title: "What the momentum changes is the judgement, not the learning",
    alt:
      "Accuracy on coloured digits by steps of fine-tuning. As trained it rises to eight tenths in a " +
      "hundred steps, the same for both momenta. In inference it follows closely with 0.9; with " +
      "0.99 it is near chance after thirty steps and at one half after a hundred.",
    x: {
      title: "steps of fine-tuning",
      log: true,
      options: { tickvals: [3, 10, 30, 100], ticktext: ["3", "10", "30", "100"] },
    },
    y: { title: share, range: [0, 1] },
    tolerance: 0.05,
  });
}

/** Accuracy of a net of digits with new statistics and old weights. */
export function adaptedDigits(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "adapted-digits",
    title: "Digits: new statistics alone bring the paler ones back",
    alt: "Accuracy without any training by the share of the new domain's statistics: on paler " +
      "digits it rises from about one half to nine tenths, on coloured ones from a tenth to two " +
      "tenths; on plain ones it stays.",
    x: { title: "share of the new statistics" },
    y: { title: share, range: [0, 1] },
    tolerance: 0.05,
  });
}

/** The same for EfficientNet-Lite0 on photographs. */
export function adaptedPhotographs(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "adapted-photographs",
    title: "EfficientNet-Lite0 at 64 pixels: new statistics alone do harm, in every domain",
    alt: "Accuracy on Imagenette by the share of new statistics, as it is and under five shifts: " +
      "nearly level up to a quarter, then falling to about one half of what it was.",
    x: { title: "share of the new statistics" },
    y: { title: share, range: [0, 0.8] },
    tolerance: 0.05,
  });
}

/** Accuracy by number of paler digits, each policy at its best rate. */
export function sizesNear(rows: readonly BandRow[]): Figure {
  return sizes(rows, {
    name: "sizes-near",
    title: "Paler digits: TITLE",
    alt: "Accuracy on paler digits by number of images, 50 to 5,000. ALT",
  });
}

/** The same for coloured digits. */
export function sizesFar(rows: readonly BandRow[]): Figure {
  return sizes(rows, {
    name: "sizes-far",
    title: "Coloured digits: TITLE",
    alt: "Accuracy on coloured digits by number of images, 50 to 5,000. ALT",
  });
}

function sizes(
  rows: readonly BandRow[],
  words: { name: string; title: string; alt: string },
): Figure {
  return bands(rows, {
    ...words,
    x: {
      title: "images to learn from",
      log: true,
      options: { tickvals: [50, 500, 5000], ticktext: ["50", "500", "5,000"] },
    },
    y: { title: share, range: [0, 1] },
    tolerance: 0.05,
  });
}

/** Accuracy by batch size for each normalization. */
export function smallBatches(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "small-batches",
    title: "In pairs, batch normalization falls behind",
    alt: "Accuracy on coloured digits by batch size 2, 8 and 32, for four kinds of normalization.",
    x: {
      title: "batch size; as many digits pass in each",
      log: true,
      options: { tickvals: [2, 8, 32], ticktext: ["2", "8", "32"] },
    },
    y: { title: share, range: [0, 1] },
    tolerance: 0.05,
  });
}
