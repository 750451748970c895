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
    alt:
      "Accuracy on Imagenette by the share of new statistics, as it is and under five shifts: a " +
      "quarter of them moves it by a few hundredths, up or down; with all of them every domain ends " +
      "between 0.2 and 0.3, from 0.62 as it is.",
    x: { title: "share of the new statistics" },
    y: { title: share, range: [0, 0.8] },
    tolerance: 0.05,
  });
}

/** Accuracy by number of paler digits, each policy at its best rate. */
export function sizesNear(rows: readonly BandRow[]): Figure {
  return sizes(rows, {
    name: "sizes-near",
    title: "Paler digits: let everything learn, with any number of images",
    alt:
      "Accuracy on paler digits by 50, 500 and 5,000 images: all policies of pre-trained networks " +
      "between 0.8 and 0.95, everything with moving statistics highest; from scratch 0.4 to 0.65.",
  });
}

/** The same for coloured digits. */
export function sizesFar(rows: readonly BandRow[]): Figure {
  return sizes(rows, {
    name: "sizes-far",
    title: "Coloured digits: few images, fixed statistics; many, moving ones",
    alt:
      "Accuracy on coloured digits by 50, 500 and 5,000 images. With 50, everything with fixed " +
      "statistics is far ahead; from 500 on everything with moving ones, the head with all batch " +
      "normalization, and from scratch are; the head alone stays below 0.3.",
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
    title: "In pairs of images, batch normalization is not lost",
    alt: "Accuracy on coloured digits by batch size 2, 8 and 32, as many digits in all: batch " +
      "normalization and batch renormalization end highest, in pairs too; group normalization is " +
      "behind them; without normalization some networks do not learn, so that the mean is lowest.",
    x: {
      title: "batch size; as many digits pass in each",
      log: true,
      options: { tickvals: [2, 8, 32], ticktext: ["2", "8", "32"] },
    },
    y: { title: share, range: [0, 1] },
    tolerance: 0.05,
  });
}
