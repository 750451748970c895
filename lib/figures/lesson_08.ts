/**
 * The figures of lesson 08 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands, type LawLine } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** A running mean forgets its start as slowly as its momentum says. */
export function runningMean(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "running-mean",
    title: "A running mean forgets its start as slowly as its momentum says",
    alt:
      "Running mean of features with mean 5 by training step, from 0: with momentum 0.9 it is there after " +
      "forty steps, with 0.99 not after three hundred; both follow their laws.",
    x: { title: "training step" },
    y: { title: "running mean" },
    laws,
  });
}

/** Normalization gives room for rates. */
export function accuracyByRate(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "rates",
    title: "Before the activation batch normalization bears rates from 0.03 to 10",
    alt:
      "Test accuracy of three layers of sigmoids by learning rate from 0.01 to 100: with batch " +
      "normalization before the activation it is flat near nine out of ten from 0.03 to 10; without it " +
      "small weights need large rates, weights of gain 16 rates between 0.1 and 1, and at 10 both fail; " +
      "behind the activation it is as good up to a rate of 1 and fails beyond; at 100 all fail.",
    x: { title: "learning rate", log: true },
    y: { title: "test accuracy after 500 steps", range: [0, 1] },
    tolerance: 0.02,
  });
}
