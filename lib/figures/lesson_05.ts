/**
 * The figures of lesson 05 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands, type LawLine } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** With Glorot's weights tanh never settles: it fades like 1/(2l). */
export function tanhDecay(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "tanh-decay",
    title: "With Glorot's weights tanh never settles: it fades like 1/(2l)",
    alt:
      "Mean square of tanh outputs by layer on logarithmic axes: it follows the law of wide nets, " +
      "which tends to 1/(2l), and does not level off.",
    x: { title: "layer l", log: true },
    y: { title: "mean square of outputs", log: true },
    laws,
  });
}

/** The law of wide GELU nets: 1 is kept, everything else runs away. */
export function geluUnstable(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "gelu-unstable",
    title: "The law of wide GELU nets: 1 is kept, everything else runs away",
    alt:
      "Mean square of the pre-activations of wide GELU nets with gain 2.35 by layer, computed: from " +
      "exactly 1 it stays, from 1.1 it grows nearly ninefold in thirty layers, from 2.35 to more than a hundred, " +
      "from 0.9 it falls to some thousandths.",
    x: { title: "layer" },
    y: { title: "mean square q", log: true },
  });
}

/** Training moves what initialization had balanced. */
export function driftByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "drift",
    title: "Training moves what initialization had balanced",
    alt:
      "Standard deviation of pre-activations by layer, of nets with ten ReLU layers: about 1.4 in all " +
      "layers at the first step, nearly twice as much in the last layers at the hundredth.",
    x: { title: "layer", options: { dtick: 1 } },
    y: { title: "sd of pre-activations" },
    tolerance: 0.1,
  });
}
