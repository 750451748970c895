import { tf } from "../tensorflow/tf.ts";

/** How exact the outputs must become. */
export interface LsuvOptions {
  /** |variance − 1| that is small enough; default 0.01. */
  tolerance?: number;
  /** Scalings of one layer at most; default 10. */
  most?: number;
}

/** What happened to one layer. */
export interface LsuvRow {
  layer: string;
  /** Variance of the layer's outputs before the first scaling. */
  before: number;
  /** Variance after the last one. */
  after: number;
  scalings: number;
}

/**
 * Layer-sequential unit variance (Mishkin & Matas 2016, algorithm 1): from the first layer with
 * weights to the last, divides the weights by the standard deviation of the layer's own outputs on
 * this batch x [N, ...], until their variance is 1. Begin with orthogonal weights. Reads values:
 * not for WebGPU, nor inside a compiled step.
 *
 * @throws {RangeError} when x has NaN or no rows, or a layer gives the same for all inputs
 */
export function lsuv(
  model: tf.LayersModel,
  x: tf.Tensor,
  { tolerance = 0.01, most = 10 }: LsuvOptions = {},
): LsuvRow[] {
  if (!(x.shape[0] > 0)) throw new RangeError("lsuv(): x must have a row, received none");
  return model.layers.filter((layer) => layer.getClassName() === "Dense").map((layer) => {
    const inside = tf.model({
      inputs: model.inputs,
      outputs: layer.output as tf.SymbolicTensor,
    });
    const measure = () => {
      const variance = varianceOf(inside, x);
      if (variance > 0 && Number.isFinite(variance)) return variance;
      throw new RangeError(flat(layer, variance));
    };
    const before = measure();
    let [variance, scalings] = [before, 0];
    while (Math.abs(variance - 1) > tolerance && scalings < most) {
      scale(layer, 1 / Math.sqrt(variance));
      variance = measure();
      scalings++;
    }
    return { layer: layer.name, before, after: variance, scalings };
  });
}

function varianceOf(model: tf.LayersModel, x: tf.Tensor): number {
  return tf.tidy(() => tf.moments(model.predictOnBatch(x) as tf.Tensor).variance.dataSync()[0]);
}

function scale(layer: tf.layers.Layer, factor: number): void {
  tf.tidy(() => {
    const [kernel, ...others] = layer.getWeights();
    layer.setWeights([kernel.mul(factor), ...others]);
  });
}

function flat(layer: tf.layers.Layer, variance: number): string {
  return `lsuv(): the outputs of layer ${layer.name} must vary and be finite, their variance is ` +
    `${variance}: look at the inputs (NaN?) and at the first weights (zeros?)`;
}
