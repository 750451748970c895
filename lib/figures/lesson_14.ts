/**
 * The figures of lesson 14.
 *
 * @module
 */
import { type BandRow, bands } from "./bands.ts";
import { type DotRow, dots } from "./dots.ts";
import { type Figure, figure } from "./figure.ts";
import { axis } from "./theme.ts";

const share = "share of right answers, CIFAR-10 test";

/** Accuracy of nets of which a part learned. */
export function learningParts(rows: readonly DotRow[]): Figure {
  return dots(rows, {
    name: "learning-parts",
    title: "What learns of a random network, and how far it gets",
    alt:
      "Accuracy on CIFAR-10 after two epochs by what learns: everything and everything but batch normalization above 0.6; batch normalization with the last layer 0.44, as many other weights with it 0.41; batch normalization alone 0.41, other weights 0.36, the last layer alone 0.26.",
    x: { title: share, range: [0, 0.8] },
    y: { title: "what learns" },
  });
}

/** Accuracy by the number of γ and β that learn. */
export function deeperOrWider(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "deeper-or-wider",
    title: "In one epoch width brings more than depth",
    alt:
      "Accuracy by the number of γ and β that learn: from 8 to 14 to 32 layers it rises from 0.36 to 0.39 and 0.40; with twice the channels to 0.44.",
    x: {
      title: "numbers that learn (γ and β)",
      log: true,
      options: { tickvals: [500, 1000, 2000], ticktext: ["500", "1,000", "2,000"] },
    },
    y: { title: share },
  });
}

/** Accuracy by the epochs that a part of the net learned. */
export function longerFigure(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "longer",
    title: "After eight epochs, as after two, γ and β are far behind everything",
    alt:
      "Accuracy after two and after eight epochs: everything from 0.64 to 0.73, batch normalization alone from 0.41 to 0.45, as many other weights from 0.36 to 0.39.",
    x: { title: "epochs", log: true, options: { tickvals: [2, 8], ticktext: ["2", "8"] } },
    y: { title: "right answers, test", range: [0.2, 0.8] },
  });
}

/** Where γ ends, from 1. */
export function gammasFigure(
  groups: readonly { name: string; x: number[]; share: number[] }[],
): Figure {
  return figure({
    name: "gammas",
    title: "γ alone spread out; with everything learning they stay near 1",
    alt:
      "Where γ end: if they alone learn, from −2 to 4 with a peak just above 0; with the last layer narrower; if everything learns, nearly all between 0.6 and 1.2.",
    tolerance: 0.05,
    data: groups.map(({ name, x, share: y }) => ({ name, x, y, type: "scatter", mode: "lines" })),
    layout: {
      xaxis: axis("γ at the end (beyond −2 and 4: in the outermost bins)"),
      yaxis: axis("share of all γ, per bin of 0.2"),
    },
  });
}

/** Accuracy by the share of features that were made constants. */
export function prunedFigure(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "pruned",
    title: "A quarter of the features can go, if γ and β alone learned",
    alt:
      "Accuracy by the share of features made constant: where batch normalization alone learned, flat up to a quarter, lower from a half on; where everything learned it falls from 0.64 to 0.28 at a quarter.",
    x: { title: "share of features made constant, smallest |γ| first" },
    y: { title: share, range: [0, 0.8] },
  });
}
