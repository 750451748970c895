/**
 * The figures of lesson 03 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands, type LawLine } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** At one learning rate each activation has its window of scales. */
export function learningWindows(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "windows",
    title: "At one learning rate each activation has its window of scales",
    alt:
      "Test accuracy after 100 steps against n·Var(W), mean and 95 % interval over 5 seeds: tanh " +
      "learns from 0.5 to 8, the sigmoid only around 30, ReLU is best at 2 and partly learns at 0.5.",
    x: { title: "gain n·Var(W) of the first weights", log: true },
    y: { title: "test accuracy (%)", range: [0, 100] },
    tolerance: 0.1,
  });
}

/** Training does not cure saturation, it adds to it. */
export function saturationByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "saturation",
    title: "Training does not cure saturation, it adds to it",
    alt:
      "Share of saturated tanh outputs by layer at the first and the last step: from gain 100 it " +
      "rises from 82 to more than 94 percent, from gain 1 it stays low, except in the first layer.",
    x: { title: "layer", options: { dtick: 1 } },
    y: { title: "saturated outputs (%)", range: [0, 102] },
    tolerance: 0.1,
  });
}

/** Half of the units are dead where small weights meet random biases. */
export function deadByLayer(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "dead-by-layer",
    title: "Half of the units are dead where small weights meet random biases",
    alt:
      "Share of dead units by layer in ReLU nets of ten layers, mean and 95 % interval over 40 draws: " +
      "with small weights and random biases it rises to one half; without the biases, or with He's " +
      "larger weights, it rises to one tenth.",
    x: { title: "layer", options: { dtick: 1 } },
    y: { title: "dead on 1,000 examples (%)", range: [0, 60] },
    laws,
  });
}

/** Units begin to die well below the rate at which training diverges. */
export function deadByRate(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "dead-by-rate",
    title: "Units begin to die well below the rate at which training diverges",
    alt:
      "Share of hidden units that are dead after 100 steps against the learning rate: hardly any at 0.1 " +
      "and 0.2, some percent at 0.3, a tenth at 0.4.",
    x: { title: "learning rate" },
    y: { title: "dead on all digits (%)" },
    tolerance: 0.1,
  });
}
