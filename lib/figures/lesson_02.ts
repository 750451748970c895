/**
 * The figures of lesson 02 that are means with intervals.
 *
 * @module
 */
import { type BandRow, bands, type LawLine } from "./bands.ts";
import type { Figure } from "./figure.ts";

/** Round losses on a logarithmic axis of two decades. */
const lossTicks = { tickvals: [0.1, 0.2, 0.5, 1, 2, 5, 10] };

/** Batches mix the signs for pixels, hardly for sigmoids. */
export function signsByBatch(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "signs-by-batch",
    title: "Batches mix the signs for pixels, hardly for sigmoids",
    alt:
      "Share of the derivatives of a unit that have the majority's sign against the batch size: " +
      "behind sigmoids nine in ten agree even in a batch of 1,000, for raw pixels two in three, " +
      "behind centred sigmoids hardly more than half.",
    x: { title: "examples in the batch", log: true },
    y: { title: "share of the majority (%)", range: [50, 102] },
  });
}

/** Behind sigmoids curvatures differ by a factor of six hundred. */
export function conditionByExamples(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "condition-by-examples",
    title: "Behind sigmoids curvatures differ by a factor of six hundred",
    alt: "Condition number of the Hessian against the number of examples: it comes down to about " +
      "600 behind sigmoids, 50 behind ReLUs and 1 behind tanh, slowly, along the laws.",
    x: { title: "examples n", log: true },
    y: { title: "λmax / λmin of 100 features", log: true },
    laws,
  });
}

/** Steps grow with the condition number, whatever makes it large. */
export function stepsByCondition(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "steps-by-condition",
    title: "Steps grow with the condition number, whatever makes it large",
    alt:
      "Steps of gradient descent against the condition number of the inputs: means and unequal " +
      "variances fall on one line, that of the law.",
    x: { title: "condition number λmax / λmin", log: true },
    y: { title: "steps until 1 % is left", log: true },
    laws,
  });
}

/** A feature ten times smaller learns a hundred times more slowly. */
export function featureRace(rows: readonly BandRow[], laws: readonly LawLine[]): Figure {
  return bands(rows, {
    name: "feature-race",
    title: "A feature ten times smaller learns a hundred times more slowly",
    alt:
      "What is left to learn of each feature's weight over 400 steps: that of the largest feature " +
      "is learned at once, that of the feature ten times smaller takes hundreds of steps.",
    x: { title: "training step" },
    y: { title: "weight still to be learned (%)" },
    laws,
  });
}

/** Centring does not help at small rates: it allows large ones. */
export function pixelsByRate(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "pixels-by-rate",
    title: "Centring does not help at small rates: it allows large ones",
    alt:
      "Loss after 100 steps against the learning rate, mean and 95 % interval over 5 seeds: raw and " +
      "centred pixels learn equally well up to a rate of 0.3; beyond, raw pixels fail while " +
      "centred ones go on improving up to 3. Larger pixels are faster at every rate up to 1, and it " +
      "makes no difference whether each was scaled for itself.",
    x: { title: "learning rate", log: true },
    y: { title: "loss after 100 steps (nats)", log: true, range: [0.1, 10], options: lossTicks },
    tolerance: 0.1,
  });
}

/** Subtract ½ from each sigmoid, and a deep net bears larger rates. */
export function sigmoidsByRate(rows: readonly BandRow[]): Figure {
  return bands(rows, {
    name: "sigmoids-by-rate",
    title: "Subtract ½ from each sigmoid, and a deep net bears larger rates",
    alt:
      "Loss after 100 steps of nets with five sigmoid layers against the learning rate: from the " +
      "same start σ(u) and σ(u) − ½ agree up to a rate of 0.1; then σ(u) gets stuck, and " +
      "σ(u) − ½ reaches half of its loss.",
    x: { title: "learning rate", log: true },
    y: { title: "loss after 100 steps (nats)", log: true, range: [0.1, 10], options: lossTicks },
    tolerance: 0.1,
  });
}
