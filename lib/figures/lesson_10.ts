/**
 * The figures of lesson 10 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** Ticks of a logarithmic axis at these values, written as they are. */
const ticks = (values: number[]) => ({ tickvals: values, ticktext: values.map(String) });
const sizes = ticks([2, 4, 8, 16, 32, 64]);
const shares = ticks([0.05, 0.1, 0.2, 0.4, 0.8]);

/** Share of wrong answers by the size of the batch. */
export function errorByBatch(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "batch-size",
    title: "With two examples batch normalization is lost; layer and group hardly notice",
    alt:
      "Test error by batch size from 2 to 64 on logarithmic axes, three ReLU layers, each at its " +
      "best rate: batch normalization falls from about 0.4 at 2 to about 0.055, the best, at 64; " +
      "batch renormalization from about 0.16 and meets the others from 4 on; layer and group " +
      "normalization and no normalization stay near 0.07.",
    x: { title: "examples in a batch", log: true, options: sizes },
    y: { title: "share of wrong answers, test", log: true, options: shares },
    tolerance: 0.02,
  });
}

/** Share of wrong answers by the size of a microbatch, mixed or sorted. */
export function errorByMicrobatch(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "microbatches",
    title: "It is not the number alone: who shares the statistics counts",
    alt: "Test error by the number of examples that share statistics, in batches of 64 on " +
      "logarithmic axes: batch normalization falls from about 0.4 at 2 to 0.06 where examples " +
      "are mixed, and is 1.4 to 3.4 times worse where each microbatch holds few classes; batch " +
      "renormalization is better than batch normalization where few share.",
    x: { title: "examples that share statistics", log: true, options: sizes },
    y: { title: "share of wrong answers, test", log: true, options: shares },
    tolerance: 0.02,
  });
}

/** Variance in inference over running variance by layer. */
export function shiftByLayer(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "variance-shift",
    title: "Behind dropout each normalization divides by too much",
    alt: "Variance of the inputs of each batch normalization in inference over the running " +
      "variance, by layer, dropout of one half: about 1 in the first layer and falling to about " +
      "one half in the fourth with dropout behind each activation, where the law of one layer " +
      "says about two thirds; about 1 everywhere with dropout behind the last activation only.",
    x: { title: "layer", options: { dtick: 1 } },
    y: { title: "variance: inference / running", range: [0, 1.15] },
    tolerance: 0.05,
  });
}

/** Variance of pre-activations by layer, for weights that are normalized in place of signals. */
export function varianceOfWeights(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "standardized-weights",
    title: "Standardized weights keep the variance, without looking at data",
    alt:
      "Variance over the examples of the pre-activations of twenty ReLU layers: with He's weights " +
      "it falls from 2 to about 0.1, with standardized weights it stays at 1.",
    x: { title: "layer" },
    y: { title: "variance over the examples", range: [0, 2.2] },
    tolerance: 0.03,
  });
}
