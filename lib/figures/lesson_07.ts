/**
 * The figures of lesson 07 that are means with intervals, against a quantity or by name.
 *
 * @module
 */
import { type BandRow, bands, type LawLine } from "./bands.ts";
import { type DotRow, dots } from "./dots.ts";
import type { Figure } from "./figure.ts";

/** The space is found, its axes are not. */
export function anglesByStep(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "angles",
    title: "The autoencoder finds the space of the components, not the components",
    alt:
      "Angles by training step: the largest angle between the space that the decoder spans and " +
      "the space of the principal components falls from 90 degrees to below one; the angle " +
      "between one unit and the nearest component stays near fifty, no nearer than a random " +
      "direction of the space, 45.",
    x: { title: "training step", log: true, options: { tickvals: [50, 100, 200, 400, 800, 1600] } },
    y: { title: "angle (degrees)", range: [0, 92], options: { dtick: 15 } },
    laws,
  });
}

/** Differences between digits die out, or are kept. */
export function spreadByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "spread",
    title: "What differs between digits dies out, unless someone sees to it",
    alt: "Spread of the pre-activations between digits by layer, on a logarithmic axis: with " +
      "random weights it falls sevenfold in each layer, with Glorot's fourfold, with shuffled " +
      "pre-trained weights twofold, with centred biases by a third, with gain 16 by a sixth; " +
      "with pre-trained weights it stays near 2.",
    x: { title: "layer l", options: { dtick: 1 } },
    y: { title: "sd between digits", log: true },
    tolerance: 0.1,
  });
}

/** Accuracy by depth. */
export function accuracyByDepth(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "depth",
    title: "Deep nets need signals that last, pre-trained or not",
    alt: "Test accuracy by number of hidden layers: with one layer all starts reach more than " +
      "0.92; random sigmoids fall to 0.6 with three layers, differing between seeds, and guess " +
      "with five, Glorot's weights guess with five, shuffled pre-trained weights with eight; " +
      "pre-trained nets and random ones with gain 16 stay above 0.9.",
    x: { title: "hidden layers", options: { tickvals: [1, 3, 5, 8] } },
    y: { title: "test accuracy at the best rate", range: [0, 1] },
    tolerance: 0.02,
  });
}

/** Accuracy by number of labels. */
export function accuracyByLabels(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "labels",
    title: "Few labels: the worth of structure depends on what it is compared with",
    alt: "Test accuracy of nets of five layers by number of labelled digits: with 200 and 1,000 " +
      "labels pre-trained nets with signals of size 1 are ahead of shuffled and centred ones, " +
      "whose signals fade, and one hundredth ahead of shuffled ones with equal signals; with " +
      "8,000 labels both are level, and tanh is ahead.",
    x: {
      title: "labelled digits",
      log: true,
      options: { tickvals: [200, 1000, 8000], ticktext: ["200", "1,000", "8,000"] },
    },
    y: { title: "test accuracy at the best rate", range: [0.7, 1] },
    tolerance: 0.02,
  });
}

/** What has structure, and what has signals of a fair size, with eight layers. */
export function structureAndSize(rows: readonly DotRow[]): Figure {
  return dots(rows, {
    name: "structure",
    title: "Signals of a fair size are needed, and are enough",
    alt:
      "Test accuracy of eight layers of sigmoids from nine starts: those whose signals fade, with " +
      "structure or without, guess or stay behind; those whose signals keep their size, with " +
      "structure or without, reach nine out of ten.",
    x: { title: "test accuracy at the best rate", range: [0, 1] },
    y: { title: "start" },
    reference: { value: 0.1, name: "guessing" },
    tolerance: 0.02,
  });
}

/** Nets that begin well, with pre-training and without. */
export function peers(rows: readonly DotRow[]): Figure {
  return dots(rows, {
    name: "peers",
    title: "Nets that begin well gain nothing from pre-training",
    alt: "Test accuracy of five layers: pre-trained sigmoids are level with sigmoids of gain 16 " +
      "and with sigmoids behind batch normalization; tanh, ReLU and ReLU behind batch " +
      "normalization, never pre-trained, lie above them; pre-trained tanh lies a hundredth " +
      "below plain tanh, pre-trained ReLU five hundredths below plain ReLU.",
    x: { title: "test accuracy at the best rate", range: [0.82, 0.97] },
    y: { title: "start" },
    tolerance: 0.02,
  });
}
