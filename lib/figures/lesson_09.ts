/**
 * The figures of lesson 09 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands, type LawLine } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** Accuracy by learning rate, ten ReLU layers. */
export function ratesOfTen(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "rates",
    title: "Ten ReLU layers: batch normalization bears rates ten times larger",
    alt: "Test accuracy of ten ReLU layers by learning rate: from He's weights without " +
      "normalization they learn well up to 0.1 and by luck at 0.3, with batch normalization up " +
      "to 3, and with noisy batch normalization as far; at rates up to 0.03 both learn more " +
      "slowly than the plain net.",
    x: { title: "learning rate", log: true },
    y: { title: "test accuracy after 300 steps", range: [0, 1] },
    tolerance: 0.02,
  });
}

/** The size of gradients on their way back through thirty layers. */
export function gradients(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "gradients",
    title: "Batch normalization lets gradients grow on their way back",
    alt:
      "Standard deviation of the gradient by layer over that in layer 30, on a logarithmic axis, " +
      "thirty ReLU layers with He's weights before the first step: without normalization 1 in every " +
      "layer, with batch normalization it grows by a factor of 1.21 for each layer back, to about 200 " +
      "in the first, as the law says.",
    x: { title: "layer" },
    y: { title: "gradient / gradient in layer 30", log: true },
    laws,
    tolerance: 0.05,
  });
}

/** Accuracy by the scale of the first weights. */
export function scales(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "scales",
    title: "With batch normalization first weights may be wrong by powers of ten",
    alt: "Test accuracy of three ReLU layers by n·Var(W) on a logarithmic axis: without " +
      "normalization there is a window around 1; with batch normalization a plateau from 10⁻⁵ " +
      "to 10, a sharp end on the left, which comes at 10⁻³ with ε = 0.1, and a slow fall on the " +
      "right. Where the last layer is left at 2 there is no end on the left, and the fall stops " +
      "near 0.73.",
    x: {
      title: "n·Var(W) of the first weights",
      log: true,
      options: { dtick: 2 },
    },
    y: { title: "test accuracy after 300 steps", range: [0, 1] },
    laws,
    tolerance: 0.02,
  });
}

/** The loss after a long step along the gradient. */
export function lossAlong(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "along",
    title: "A step that is far too long costs little with batch normalization",
    alt:
      "Loss of the batch after a trial step of a hundred learning rates along its gradient, by " +
      "training step, on a logarithmic axis: without normalization a thousand to some ten thousand " +
      "nats, with batch normalization four at first and then less than two.",
    x: { title: "training step" },
    y: { title: "loss after the trial step (nats)", log: true },
    tolerance: 0.1,
  });
}

/** The length of normalized weights under weight decay. */
export function lengthByStep(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "length",
    title: "Weight decay leads normalized weights to one length, from two starts",
    alt:
      "Length of the weights before a batch normalization by training step, under weight decay: " +
      "from two different lengths at the start it comes to the same one, where decay and " +
      "gradients balance.",
    x: { title: "training step" },
    y: { title: "length of the weights" },
    laws,
    tolerance: 0.1,
  });
}
