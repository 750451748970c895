import { inverseRoot } from "../tensorflow/compile/training_batch_norm.ts";
import { tf } from "../tensorflow/tf.ts";

/** What the normalizations of single examples need besides their input. */
export interface ExampleNormOptions {
  /** Scale γ [channels]; default 1. */
  gamma?: tf.Tensor1D;
  /** Shift β [channels]; default 0. */
  beta?: tf.Tensor1D;
  /** Added to the variance; default 0.00001. */
  epsilon?: number;
}

/**
 * Layer normalization (Ba et al. 2016): each example of x [examples, ..., channels], at each place,
 * to mean 0 and variance 1 over its channels. No example sees another.
 *
 * @throws {RangeError} when x has fewer than two axes, γ or β do not fit, or ε is negative
 */
export function layerNorm<T extends tf.Tensor>(x: T, options: ExampleNormOptions = {}): T {
  return affine(standardize(x, { axes: [x.rank - 1], ...check(x, options) }), options) as T;
}

/**
 * Root mean square normalization (Zhang & Sennrich 2019): as {@linkcode layerNorm}, but the mean is not taken
 * away: x/√(mean(x²) + ε).
 *
 * @throws {RangeError} as {@linkcode layerNorm}
 */
export function rmsNorm<T extends tf.Tensor>(x: T, options: ExampleNormOptions = {}): T {
  const { epsilon } = check(x, options);
  return affine(x.mul(inverseRoot(x.square().mean(-1, true), epsilon)), options) as T;
}

/**
 * Group normalization (Wu & He 2018): the channels of x [examples, ..., channels] in groups of
 * neighbours; each group of each example to mean 0 and variance 1 over its channels and all places.
 * One group is layer normalization over places and channels (Ba et al.), as many groups as channels is
 * {@linkcode instanceNorm}.
 *
 * @throws {RangeError} as {@linkcode layerNorm}, and when the groups are not equally many channels
 */
export function groupNorm<T extends tf.Tensor>(
  x: T,
  { groups, ...options }: ExampleNormOptions & { groups: number },
): T {
  const { epsilon } = check(x, options);
  const channels = x.shape.at(-1)!;
  if (!(Number.isInteger(groups) && groups >= 1 && channels % groups === 0)) {
    throw new RangeError(
      `groupNorm(): groups must divide the ${channels} channels, received ${groups}`,
    );
  }
  const apart = x.reshape([...x.shape.slice(0, -1), groups, channels / groups]);
  const axes = [...apart.shape.keys()].filter((axis) => axis !== 0 && axis !== apart.rank - 2);
  return affine(standardize(apart, { axes, epsilon }).reshape(x.shape), options) as T;
}

/**
 * Instance normalization (Ulyanov et al. 2016): each channel of each image x [examples, height, width,
 * channels] to mean 0 and variance 1 over its places.
 *
 * @throws {RangeError} as {@linkcode layerNorm}
 */
export function instanceNorm<T extends tf.Tensor>(x: T, options: ExampleNormOptions = {}): T {
  return groupNorm(x, { ...options, groups: x.shape.at(-1)! });
}

/** Mean 0 and variance 1 over some axes. */
export function standardize(
  x: tf.Tensor,
  { axes, epsilon }: { axes: number[]; epsilon: number },
): tf.Tensor {
  const centred = x.sub(x.mean(axes, true));
  return centred.mul(inverseRoot(centred.square().mean(axes, true), epsilon));
}

function affine(x: tf.Tensor, { gamma, beta }: ExampleNormOptions): tf.Tensor {
  const scaled = gamma ? x.mul(gamma) : x;
  return beta ? scaled.add(beta) : scaled;
}

function check(x: tf.Tensor, { gamma, beta, epsilon = 1e-5 }: ExampleNormOptions) {
  if (!(x.rank >= 2 && x.size > 0)) {
    throw new RangeError(
      `layerNorm(): x must be [examples, ..., channels] and not empty, received [${x.shape}]`,
    );
  }
  if (x.dtype !== "float32") {
    throw new TypeError(`layerNorm(): x must be float32, received ${x.dtype}; x.cast("float32")`);
  }
  if (!(epsilon >= 0 && epsilon < Infinity)) {
    throw new RangeError(`layerNorm(): epsilon must be 0 or more, received ${epsilon}`);
  }
  for (const [name, vector] of Object.entries({ gamma, beta })) {
    if (!vector || (vector.rank === 1 && vector.shape[0] === x.shape.at(-1))) continue;
    throw new RangeError(
      `layerNorm(): ${name} must have one number for each of the ${x.shape.at(-1)} channels, ` +
        `received [${vector.shape}]`,
    );
  }
  return { epsilon };
}
