/**
 * The numbers every peer starts from: by one formula, so that all of them do the same work.
 *
 * The Python peers have the same in problem.py.
 * @module
 */

/** Parameters of `dense_bn`: `depth` hidden layers of linear, sigmoid, batch normalization. */
export interface DenseParams {
  inputs: number;
  width: number;
  depth: number;
  outputs: number;
  batch: number;
  /** Independent nets; a unit of work is a step of each. */
  seeds: number;
  rate: number;
  /** Steps of one call, where a variant does many in one. */
  steps_per_call: number;
}

/** Parameters of `conv_bn`: `depth` of convolution 3 × 3, batch normalization, ReLU. */
export interface ConvParams {
  size: number;
  filters: number;
  depth: number;
  outputs: number;
  batch: number;
  rate: number;
}

/** Parameters of `resnet`: three stages of `blocks` blocks, with 1, 2, 4 times `filters` filters. */
export interface ResnetParams {
  size: number;
  filters: number;
  blocks: number;
  outputs: number;
  batch: number;
  rate: number;
  momentum: number;
}

/** Parameters of `autoencoder`: inputs-hidden-code-hidden-inputs. */
export interface AutoencoderParams {
  inputs: number;
  hidden: number;
  code: number;
  batch: number;
  rate: number;
  steps_per_call: number;
}

/** Parameters of `variance_forward`: `depth` layers of `width`, without biases. */
export interface VarianceParams {
  width: number;
  depth: number;
  batch: number;
}

/** Share of the old running statistics that stays, in Keras' convention. */
export const bnMomentum = 0.9;
/** What is added to the variance before its root is taken. */
export const bnEpsilon = 1e-3;
/** Units that a check does. */
export const checkSteps = 3;
/** Streams of a seed: weights of layer l = 0, 1, … have l + 1. */
export const seedStreams = 1000;
/** Stream of the inputs. */
export const inputStream = 500;
/** Stream of the labels. */
export const labelStream = 501;

/** Numbers in [0, 1): u_i = fract(43758.5453 · sin(12.9898 · (i + 1) + 78.233 · stream)). */
export function uniform(count: number, stream: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const t = 43758.5453 * Math.sin(12.9898 * (i + 1) + 78.233 * stream);
    return t - Math.floor(t);
  });
}

/** Float32 numbers of mean 0 and this standard deviation: √3 · deviation · (2u − 1). */
export function spread(count: number, stream: number, deviation: number): Float32Array {
  return Float32Array.from(uniform(count, stream), (u) => Math.sqrt(3) * deviation * (2 * u - 1));
}

/** Weights [inputs, outputs] of variance 2 / (inputs + outputs), row by row. */
export function denseWeights(inputs: number, outputs: number, stream: number): Float32Array {
  return spread(inputs * outputs, stream, Math.sqrt(2 / (inputs + outputs)));
}

/** Weights [3, 3, inputs, outputs] of variance 2 / (9 · inputs). */
export function convWeights(inputs: number, outputs: number, stream: number): Float32Array {
  return spread(9 * inputs * outputs, stream, Math.sqrt(2 / (9 * inputs)));
}

/** Classes [batch]: ⌊classes · u⌋. */
export function labels(batch: number, classes: number, stream: number): Int32Array {
  return Int32Array.from(uniform(batch, stream), (u) => Math.floor(classes * u));
}

/** The sizes of the layers of a `dense_bn`, from inputs to outputs. */
export function denseSizes({ inputs, width, depth, outputs }: DenseParams): number[] {
  return [inputs, ...Array<number>(depth).fill(width), outputs];
}

/** The sizes of the layers of an `autoencoder`, from inputs to outputs. */
export function autoencoderSizes({ inputs, hidden, code }: AutoencoderParams): number[] {
  return [inputs, hidden, code, hidden, inputs];
}

/** Running statistics of batch normalization: of all features of all layers (and seeds). */
export interface Running {
  means: ArrayLike<number>;
  variances: ArrayLike<number>;
}

/**
 * What a check of a net with batch normalization answers: the losses, the root mean square of the
 * running means, and what the batches added to the running variances, on average. These start at 1,
 * of which 0.9^steps is left.
 */
export function valuesOfCheck(losses: readonly number[], running: Running): number[] {
  const rms = Math.sqrt(average(Array.from(running.means, (m) => m * m)));
  const added = average(Array.from(running.variances)) - bnMomentum ** losses.length;
  return [...losses, rms, added];
}

/** The mean of numbers, in float64. */
export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
