/**
 * The figures of lesson 13.
 *
 * @module
 */
import { type BandRow, bands } from "./bands.ts";
import type { Figure } from "./figure.ts";
import { type LayerPanel, layerRidges } from "./layer_ridges.ts";

const layer = {
  title: "layer, from the image to the head",
  options: { tickvals: [1, 5, 10, 15, 20] },
};
const epoch = { title: "epochs on the breeds of dogs", options: { dtick: 1 } };

/** Gradients of each layer by their size, one column for each net. */
export function gradientHistograms(panels: readonly LayerPanel[]): Figure {
  return layerRidges(panels, {
    name: "gradient-histograms",
    title: "Without BN gradients begin too large",
    alt:
      "Gradients by size in twenty layers: without batch normalization from one in the first layer to a few thousandths before the first step; after five epochs from a hundredth to less than a ten-thousandth in layer 19; with it from a hundredth to a thousandth.",
    quantity: "lg |gradient|, zeros left",
  });
}

/** Weights of each layer, one column for each net. */
export function weightHistograms(panels: readonly LayerPanel[]): Figure {
  return layerRidges(panels, {
    name: "weight-histograms",
    title: "Before and after look alike from the ninth layer to the nineteenth",
    alt:
      "Weights of twenty layers, pre-trained before and after five epochs, and from random weights after five epochs: the first three reach beyond the range and differ, the later ones are bell curves that get narrower, the same in all three.",
    quantity: "weight",
  });
}

/** By how much the variance of each layer's weights changes from one batch to the next. */
export function jumpsByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "jumps-by-layer",
    title: "With BN, at its larger rate, the weights change more in a step",
    alt:
      "Change of the variance of the weights in a step, by layer, on a logarithmic axis: with batch normalization four to a hundred and forty times that without; pre-trained a little more in the middle layers.",
    x: layer,
    y: { title: "change in a step, over 2/n", log: true },
    tolerance: 0.1,
  });
}

/** Accuracy by epoch, of two orders at two rates. */
export function rateAndOrder(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "rate-and-order",
    title: "A larger rate brings seven points, in either order",
    alt:
      "Accuracy on breeds of dogs by epoch: all at once at a rate of 0.01 ends after five epochs at 0.31, with the head and batch normalization first after eight at 0.33; at a rate of 0.1 they end at 0.38 and 0.40.",
    x: epoch,
    y: { title: "share of right answers, test" },
  });
}

/** Accuracy of the ways by epoch. */
export function accuracyByEpoch(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "accuracy-by-epoch",
    title: "Without BN a network learns if its branches begin at 0",
    alt:
      "Accuracy on breeds of dogs by epoch: without batch normalization and with the usual first weights at chance; with branches that begin at 0 it rises to about a quarter, and with batch normalization at the same small rate no further; with it at its own rate to more than a third, pre-trained or not.",
    x: epoch,
    y: { title: "share of right answers, test" },
  });
}

/** Loss of the ways by epoch. */
export function lossByEpoch(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "loss-by-epoch",
    title: "γ and β lower the loss while the body is frozen",
    alt:
      "Mean loss by epoch of the two ways in two phases: with the head and batch normalization it is lower in the first three epochs, and a little lower to the end.",
    x: epoch,
    y: { title: "mean loss in nats" },
  });
}

/** How much a batch's loss differs from its neighbours'. */
export function spreadByEpoch(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "spread-by-epoch",
    title: "After unfreezing the noise of the loss is the same in both ways",
    alt:
      "Standard deviation of the loss of a batch around those of its neighbours, by epoch: about a tenth of a nat; in the first epoch less with batch normalization, then the same.",
    x: epoch,
    y: { title: "noise of the loss in nats" },
    tolerance: 0.1,
  });
}

/** How far the histograms of each layer's weights are from where they were when all was unfrozen. */
export function shiftsByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "shifts-by-layer",
    title: "After unfreezing the same layers change, in both ways",
    alt:
      "Share of weights in another bin after unfreezing, by layer: a fifth in the first layer, falling to less than a hundredth in layer 19, the same in both ways.",
    x: layer,
    y: { title: "weights in another bin" },
    tolerance: 0.1,
  });
}

/** How far the weights of each layer have moved since all was unfrozen. */
export function movesByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "moves-by-layer",
    title: "How far the weights go after unfreezing: six percent less with γ and β first",
    alt:
      "Change of the weights after unfreezing by layer on a logarithmic axis: largest in the second layer and the head, and there less where batch normalization had learned before; in most other layers the same.",
    x: layer,
    y: {
      title: "change, over √(2/n)",
      log: true,
      options: { tickvals: [0.03, 0.06, 0.12], ticktext: ["0.03", "0.06", "0.12"] },
    },
    tolerance: 0.1,
  });
}
