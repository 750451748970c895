import { defaultDevice, grad, init, numpy as np } from "@jax-js/jax";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** A batch [examples][features] whose normalized values are weighed [examples][features] and summed. */
export interface NormGradientOptions {
  x: number[][];
  weights: number[][];
  gamma: number[];
  epsilon: number;
}

/** The gradient of that sum by x [examples][features], in one of four ways, or the wrong one. */
export interface NormGradientRow {
  by:
    | "μ and v as constants"
    | "the formula"
    | "TensorFlow.js, float32"
    | "jax-js, float64"
    | "finite differences, float64";
  gradient: number[][];
}

/**
 * The gradient of Σ weights · γ·x̂ by x: wrongly, with constant statistics; by the formula of the lesson; as TensorFlow.js's automatic differentiation finds it, through
 * every operation of the four equations; jax-js the same with twice the digits; and by moving each
 * number a little.
 */
export async function normGradients(options: NormGradientOptions): Promise<NormGradientRow[]> {
  return [
    { by: "μ and v as constants", gradient: withConstants(options) },
    { by: "the formula", gradient: byFormula(options) },
    { by: "TensorFlow.js, float32", gradient: await byTensorFlow(options) },
    { by: "jax-js, float64", gradient: await byJax(options) },
    { by: "finite differences, float64", gradient: byDifferences(options) },
  ];
}

/** What is left when the mean and the variance are taken for numbers from outside: γ·g/s. */
function withConstants({ x, weights: g, gamma, epsilon }: NormGradientOptions): number[][] {
  const sds = gamma.map((_, j) => {
    const mean = x.reduce((sum, row) => sum + row[j], 0) / x.length;
    return Math.sqrt(x.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / x.length + epsilon);
  });
  return g.map((row) => row.map((value, j) => gamma[j] * value / sds[j]));
}

/** ∂ℒ/∂x = γ/(m·s)·(m·g − Σg − x̂·Σ(g·x̂)), with s = √(v + ε) and g = ∂ℒ/∂y. */
function byFormula({ x, weights: g, gamma, epsilon }: NormGradientOptions): number[][] {
  const m = x.length;
  const features = gamma.map((scale, j) => {
    const mean = x.reduce((sum, row) => sum + row[j], 0) / m;
    const s = Math.sqrt(x.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / m + epsilon);
    const normalized = x.map((row) => (row[j] - mean) / s);
    const sum = g.reduce((total, row) => total + row[j], 0);
    const along = g.reduce((total, row, i) => total + row[j] * normalized[i], 0);
    return g.map((row, i) => scale / (m * s) * (m * row[j] - sum - normalized[i] * along));
  });
  return x.map((_, i) => features.map((column) => column[i]));
}

async function byTensorFlow({ x, weights, gamma, epsilon }: NormGradientOptions) {
  const gradient = tf.tidy(() => {
    const sum = (x: tf.Tensor) => {
      const mean = x.mean(0);
      const variance = x.sub(mean).square().mean(0);
      const normalized = x.sub(mean).div(variance.add(epsilon).sqrt());
      return normalized.mul(gamma).mul(weights).sum();
    };
    return tf.grad(sum)(tf.tensor2d(x));
  });
  return rowsOf(await take(gradient), x[0].length);
}

async function byJax({ x, weights, gamma, epsilon }: NormGradientOptions) {
  await init("wasm");
  defaultDevice("wasm");
  const array = (values: number[], shape: number[]) =>
    np.array(new Float64Array(values), { dtype: np.float64 }).reshape(shape);
  const shape = [x.length, x[0].length];
  const sum = (x: np.Array) => {
    const centred = x.ref.sub(np.mean(x, 0));
    const variance = np.mean(np.square(centred.ref), 0);
    const normalized = centred.div(np.sqrt(variance.add(epsilon)));
    return np.sum(normalized.mul(array(gamma, [gamma.length])).mul(array(weights.flat(), shape)));
  };
  return rowsOf(grad(sum)(array(x.flat(), shape)).dataSync(), shape[1]);
}

function byDifferences(options: NormGradientOptions): number[][] {
  const { x } = options;
  const step = 1e-5;
  return x.map((row, i) =>
    row.map((_, j) => {
      const moved = (by: number) =>
        weighedSum({
          ...options,
          x: x.map((other, k) => k === i ? other.map((v, l) => l === j ? v + by : v) : other),
        });
      return (moved(step) - moved(-step)) / (2 * step);
    })
  );
}

function weighedSum({ x, weights, gamma, epsilon }: NormGradientOptions): number {
  return gamma.reduce((sum, scale, j) => {
    const column = x.map((row) => row[j]);
    const mean = column.reduce((a, b) => a + b, 0) / column.length;
    const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length;
    const sd = Math.sqrt(variance + epsilon);
    return sum + column.reduce((a, b, i) => a + weights[i][j] * scale * (b - mean) / sd, 0);
  }, 0);
}

function rowsOf(values: ArrayLike<number>, width: number): number[][] {
  return Array.from(
    { length: values.length / width },
    (_, i) => Array.from({ length: width }, (_, j) => values[i * width + j]),
  );
}
