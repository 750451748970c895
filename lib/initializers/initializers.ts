import { Matrix, QrDecomposition } from "ml-matrix";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";
import { type Distribution, drawWeights } from "./draw_weights.ts";

/** Inputs and outputs of a unit: what the variance of weights depends on. */
export interface Fans {
  fanIn: number;
  fanOut: number;
}

/** Var(W) of a layer, from its fans. */
export type VarianceLaw = (fans: Fans) => number;

/** 1/n_in: keeps the mean square of a linear layer's signal (LeCun et al. 1998, sec. 4.6). */
export const lecun: VarianceLaw = ({ fanIn }) => 1 / fanIn;

/** 2/(n_in + n_out): between 1/n_in and 1/n_out (Glorot & Bengio 2010, eq. 12). */
export const glorot: VarianceLaw = ({ fanIn, fanOut }) => 2 / (fanIn + fanOut);

/** 2/n_in: keeps the mean square through ReLU layers (He et al. 2015, eq. 10). */
export const he: VarianceLaw = ({ fanIn }) => 2 / fanIn;

/** 1/(3n_in), the variance of U[−1/√n_in, 1/√n_in]: PyTorch's default for weights and biases. */
export const pytorchDefault: VarianceLaw = ({ fanIn }) => 1 / (3 * fanIn);

/**
 * Fan-in and fan-out of weights of this shape: [in, out] of a dense layer, [height, width, in, out]
 * of a convolution, where each output sees height · width · in values.
 *
 * @throws {RangeError} when a size is not a positive whole number, or there are fewer than two
 */
export function fansOf(shape: readonly number[]): Fans {
  if (!(shape.length >= 2 && shape.every((size) => Number.isInteger(size) && size > 0))) {
    throw new RangeError(
      "fansOf(): a weight's shape must be two or more positive whole numbers, such as [in, out], " +
        `received [${shape.join(", ")}]`,
    );
  }
  const field = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return { fanIn: field * shape.at(-2)!, fanOut: field * shape.at(-1)! };
}

/** How weights are drawn by a law. */
export interface ScaledOptions {
  law: VarianceLaw;
  /** Default normal, without a cut. */
  distribution?: Distribution;
  seed: number;
}

/** An initializer of tf.layers, for `kernelInitializer`. */
export type Initializer = ReturnType<typeof tf.initializers.zeros>;

/** The class that tf.layers wants initializers to be of; TensorFlow.js does not export it. */
const Base = Object.getPrototypeOf(tf.initializers.zeros().constructor) as new () => Initializer;

/** Weights of mean 0 whose variance is that of the law: no distribution is cut and left too small. */
export function scaled(options: ScaledOptions): Initializer {
  return new Scaled(options);
}

class Scaled extends Base {
  static className = "CourseScaled";
  readonly #options: ScaledOptions;

  constructor(options: ScaledOptions) {
    super();
    this.#options = options;
  }

  override apply(shape: tf.Shape): tf.Tensor {
    const { law, distribution, seed } = this.#options;
    const size = shape as number[];
    const [rows, columns] = [size.slice(0, -1).reduce((a, b) => a * b, 1), size.at(-1)!];
    return tf.tidy(() =>
      drawWeights([rows, columns], { variance: law(fansOf(size)), distribution, seed })
        .reshape(size)
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

/**
 * Orthogonal weights times √gain (Saxe et al. 2014): a matrix [in, out] with orthonormal columns, or
 * rows where it is wide, drawn evenly among all such. With gain 1 a square one keeps every length.
 */
export function orthogonal({ gain = 1, seed }: { gain?: number; seed: number }): Initializer {
  return new Orthogonal(gain, seed);
}

class Orthogonal extends Base {
  static className = "CourseOrthogonal";
  readonly #gain: number;
  readonly #seed: number;

  constructor(gain: number, seed: number) {
    super();
    if (!(gain >= 0)) {
      throw new RangeError(`orthogonal(): gain must be at least 0, received ${gain}`);
    }
    [this.#gain, this.#seed] = [gain, seed];
  }

  override apply(shape: tf.Shape): tf.Tensor {
    const size = shape as number[];
    fansOf(size);
    const [rows, columns] = [size.slice(0, -1).reduce((a, b) => a * b, 1), size.at(-1)!];
    const [long, short] = rows >= columns ? [rows, columns] : [columns, rows];
    return tf.tidy(() => {
      const q = tf.tensor2d(orthonormalColumns(long, short, this.#seed), [long, short]);
      return (rows >= columns ? q : q.transpose()).mul(Math.sqrt(this.#gain)).reshape(size);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { gain: this.#gain, seed: this.#seed };
  }
}

/** A matrix [rows, columns] with orthonormal columns, row by row: Q of the QR of a normal matrix. */
function orthonormalColumns(rows: number, columns: number, seed: number): Float32Array {
  const normal = Matrix.from1DArray(rows, columns, normals(rows * columns, seed));
  const { orthogonalMatrix: q, upperTriangularMatrix: r } = new QrDecomposition(normal);
  // Without these signs Q would not be evenly distributed (Mezzadri 2007).
  return Float32Array.from(
    { length: rows * columns },
    (_, k) =>
      q.get(Math.floor(k / columns), k % columns) * Math.sign(r.get(k % columns, k % columns)),
  );
}

/** Standard normal numbers on the host (Box & Muller 1958). */
function normals(count: number, seed: number): Float64Array {
  const uniform = (k: number) => (seedFor(seed, k) + 0.5) / 2 ** 32;
  return Float64Array.from(
    { length: count },
    (_, k) => Math.sqrt(-2 * Math.log(uniform(2 * k))) * Math.cos(2 * Math.PI * uniform(2 * k + 1)),
  );
}
