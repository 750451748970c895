/**
 * The runs that lesson 04 shows and its claims judge.
 *
 * @module
 */
import { gaussianImages } from "../datasets/gaussian_images.ts";
import { fitLine } from "../statistics/fit_line.ts";
import { mean } from "../statistics/moments.ts";
import { tf } from "../tensorflow/tf.ts";
import { type LayerSignalOptions, type LayerSignalRow, layerSignals } from "./layer_signals.ts";
import { learningByGain, type LearningByGainRow } from "./learning_by_gain.ts";
import { matrixProducts } from "./matrix_products.ts";
import { reluNormWalk } from "./relu_norm_walk.ts";
import { remember } from "./remember.ts";
import { preset } from "./scale.ts";

/** Units of every layer. */
export const width = 100;
/** Number of layers. */
export const depth = 10;
/** Number of inputs. */
export const examples = 200;
/** Draws of the weights. */
export const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
/** Units of one layer over all seeds: the independent draws of its weights. */
export const units = width * seeds.length;
/** Gains that the lesson calls too large and too small. */
export const tooLarge = 25;
export const tooSmall = 0.01;

/** Inputs [examples, 100] from N(0, 1): images of 10 by 10 pixels, as rows. Dispose them after use. */
export function gaussianRows(count: number = examples): tf.Tensor2D {
  return tf.tidy(() =>
    gaussianImages({ count, shape: [10, 10, 1], seed: 7 }).reshape([count, width]) as tf.Tensor2D
  );
}

/** What flows through ten layers of 100 units for Gaussian inputs, over 40 draws of the weights. */
export const signalsOf = remember(
  async (net: Pick<LayerSignalOptions, "activation" | "gain" | "biasVariance">) => {
    const x = gaussianRows();
    const rows = await layerSignals(x, { width, depth, seeds, ...net });
    x.dispose();
    return rows;
  },
);

/** The popular demonstration: a 4 by 4 matrix times a hundred more, a thousand times. */
export const demonstration = remember(matrixProducts);
export const demonstrationOptions = { size: 4, factors: 101, repeats: 1000, seed: 1 };

/** ln of the squared length after 50 ReLU layers of 100 units, for 200 nets. */
export const walks = remember(reluNormWalk);
export const walkOptions = { width: 100, depth: 50, nets: 200, seed: 1 };

/** Ten tanh layers at three gains on real digits. */
export function trainedNets(): Promise<LearningByGainRow[]> {
  const steps = preset({ tiny: 40, laptop: 60, gpu: 400 });
  return learningByGain({ activation: "tanh", gains: [0.1, 1.5, 25], hiddenLayers: 10, steps });
}

/** Slope over the layers of the mean (over seeds) of ln of a mean square, in the direction of travel. */
export function fittedSlope(
  rows: readonly LayerSignalRow[],
  of: "preSecondMoment" | "outSecondMoment" | "gradientSecondMoment",
): number {
  const layers = [...new Set(rows.map((row) => row.layer))];
  const logs = layers.map((layer) =>
    mean(rows.filter((row) => row.layer === layer).map((row) => Math.log(row[of])))
  );
  const { slope } = fitLine(layers, logs);
  return of === "gradientSecondMoment" ? -slope : slope;
}

/** The mean over all seeds of one number of one layer. */
export function averageOf(
  rows: readonly LayerSignalRow[],
  { layer, key }: { layer: number; key: keyof LayerSignalRow },
): number {
  return mean(rows.filter((row) => row.layer === layer).map((row) => row[key]));
}
