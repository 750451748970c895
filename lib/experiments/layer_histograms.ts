import { read } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { histogram } from "../statistics/histogram.ts";
import { type LayerSignalOptions, passThrough } from "./layer_signals.ts";

/** The distribution of what one layer puts out (or of its pre-activations). */
export interface LayerHistogramRow {
  layer: number;
  /** Middle of each bin. */
  x: number[];
  /** Share of values per unit of x. */
  density: number[];
}

/** What to count, and into which bins. */
export interface LayerHistogramOptions extends Omit<LayerSignalOptions, "seeds"> {
  seed: number;
  of: "u" | "out" | "gradient";
  bins?: number;
  /** [lowest, highest] value; each layer's own extremes unless given. */
  range?: [number, number];
}

/** The distribution by layer for inputs x [N, features] at initialization: a row per layer. */
export async function layerHistograms(
  x: tf.Tensor2D,
  options: LayerHistogramOptions,
): Promise<LayerHistogramRow[]> {
  const { bins = 60, range, of } = options;
  const layers = tf.tidy(() => passThrough(x, options).map((layer) => layer[of].flatten()));
  const stacked = tf.tidy(() => tf.concat(layers));
  const values = await read(stacked);
  tf.dispose([...layers, stacked]);
  const size = values.length / layers.length;
  return layers.map((_, l) => {
    const own = values.subarray(l * size, (l + 1) * size);
    if (!own.every(Number.isFinite)) throw new RangeError(beyondFloat32(l + 1, options));
    return { layer: l + 1, ...histogram(own, { bins, range }) };
  });
}

function beyondFloat32(layer: number, { gain, activation }: LayerHistogramOptions): string {
  return `layerHistograms(): in layer ${layer} of these ${activation} layers numbers have grown ` +
    `beyond what float32 holds, with gain ${gain}: take a smaller gain or fewer layers`;
}
