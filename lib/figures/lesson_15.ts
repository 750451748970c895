/**
 * The figure of lesson 15.
 *
 * @module
 */
import type { Figure } from "./figure.ts";
import { histogramWithMarks } from "./histogram_with_marks.ts";

/** How far the means of claims with an interval are from their bounds, in half lengths of the interval. */
export function marginsFigure(margins: readonly number[]): Figure {
  return histogramWithMarks(margins.map(Math.log10), {
    name: "margins",
    title: "How far the claims of training are from being undecided",
    alt:
      "How far the means of claims with intervals are from their bounds, in half lengths of the interval, on a logarithmic scale: from just above 1, where the interval touches the bound, to beyond a hundred; a third is below 2.",
    quantity: "lg (distance of the mean from its bound / half the interval)",
    bins: 24,
    marks: [{ x: 0, text: "the interval touches the bound" }],
  });
}
