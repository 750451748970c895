/**
 * The figures of lesson 12.
 *
 * @module
 */
import { type BandRow, bands } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** How much of the old running mean is left, step by step, with the law. */
export function shareOfOld(
  rows: readonly { momentum: number; step: number; share: number }[],
): Figure {
  const momenta = [...new Set(rows.map(({ momentum }) => momentum))];
  return bands(
    rows.map(({ momentum, step, share }) => ({ group: `${momentum} kept`, x: step, value: share })),
    {
      name: "share-of-old",
      title: "What is left of the old mean: the momentum, to the power of the step",
      alt:
        "Share of the running mean that is still the old data's, by steps on new data, with the " +
        "law m to the power k: with m = 0.9 it is gone after about forty steps, with m = 0.99 more " +
        "than a third is left after a hundred.",
      x: { title: "steps on the new data" },
      y: { title: "share that is the old data's", range: [-0.1, 1.05] },
      laws: momenta.map((m) => ({
        name: `${m} to the power of the step`,
        group: `${m} kept`,
        law: (step: number) => m ** step,
      })),
      tolerance: 0.03,
    },
  );
}

/** Accuracy step by step, as trained and in inference by momentum. */
export function accuracyOnTheWay(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "accuracy-on-the-way",
    title: "The momentum does not change what is learned, but how soon it shows",
    alt: "Accuracy on negatives of photographs by steps of fine-tuning: as trained the curves of " +
      "both momenta are one; in inference 0.9 is with them from the thirtieth step on and 0.99 is " +
      "behind.",
    x: { title: "steps", log: true },
    y: { title: "share of right answers, test" },
    tolerance: 0.05,
  });
}
