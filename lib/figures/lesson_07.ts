/**
 * The figures of lesson 07 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** The space is found, its axes are not. */
export function anglesByStep(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "angles",
    title: "The autoencoder finds the space of the components, never the components",
    alt:
      "Angles by training step: the largest angle between the space that the decoder spans and the space " +
      "of the principal components falls from 90 degrees to below one; the angle between one unit and " +
      "the nearest component stays near fifty.",
    x: { title: "training step", log: true, options: { tickvals: [50, 100, 200, 400, 800, 1600] } },
    y: { title: "angle (degrees)", range: [0, 92], options: { dtick: 15 } },
  });
}

/** Differences between digits die out in all but two of the starts. */
export function spreadByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "spread",
    title: "What differs between digits dies out, unless someone sees to it",
    alt:
      "Spread of the pre-activations between digits by layer, on a logarithmic axis: with random weights " +
      "it falls sevenfold in each layer, with shuffled pre-trained weights twofold, with pre-trained " +
      "weights it stays near 2.",
    x: { title: "layer l", options: { dtick: 1 } },
    y: { title: "sd of pre-activations between digits", log: true },
    tolerance: 0.1,
  });
}

/** Accuracy by depth with the structure of pre-training, without it, and with its scale only. */
export function structureByDepth(rows: readonly BandRow[]): Figure {
  return accuracyByDepth(rows, {
    name: "structure",
    title: "Signals of the right size do what pre-training does",
    alt: "Test accuracy by number of hidden layers: random sigmoids fall to guessing from three " +
      "layers on, with Glorot's weights from five on, shuffled pre-trained weights with eight; pre-trained " +
      "nets stay at nine out of ten, and so do shuffled nets with matched signals.",
  });
}

/** Accuracy by depth of pre-trained nets and of nets that need no pre-training. */
export function peersByDepth(rows: readonly BandRow[]): Figure {
  return accuracyByDepth(rows, {
    name: "peers",
    title: "Nets that begin well need no pre-training, and end higher",
    alt:
      "Test accuracy by number of hidden layers: pre-trained sigmoids reach 0.9 at every depth; " +
      "tanh with Glorot's weights, ReLU with He's and nets with batch normalization reach more without " +
      "pre-training.",
    range: [0.88, 0.97],
  });
}

function accuracyByDepth(
  rows: readonly BandRow[],
  { range = [0, 1], ...words }: {
    name: string;
    title: string;
    alt: string;
    range?: [number, number];
  },
): Figure {
  return bands(rows, {
    ...words,
    x: { title: "hidden layers", options: { tickvals: [1, 2, 3, 5, 8] } },
    y: { title: "test accuracy at the best rate", range },
    tolerance: 0.02,
  });
}

/** Accuracy by number of labels. */
export function accuracyByLabels(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "labels",
    title: "The fewer labels, the more structure is worth",
    alt:
      "Test accuracy of nets of five layers by number of labelled digits: pre-trained nets are " +
      "ahead of nets without structure with 200 labels, and not with 8,000; ReLU with He's weights is " +
      "as good as pre-training with 200 labels and better with more.",
    x: {
      title: "labelled digits",
      log: true,
      options: { tickvals: [200, 1000, 8000], ticktext: ["200", "1,000", "8,000"] },
    },
    y: { title: "test accuracy at the best rate", range: [0.7, 1] },
    tolerance: 0.02,
  });
}
