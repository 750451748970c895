import { nativeBackend } from "./compile/native_backend.ts";
import { device, tf } from "./tf.ts";

/**
 * Random tensors that a seed decides and that a compiled step can draw: each draw is another one,
 * inside a graph too. On the native backend TensorFlow draws (counter-based, Salmon et al. 2011),
 * so that a compiled step sees the same numbers as an eager one (unless XLA is asked for, which
 * draws others); elsewhere TensorFlow.js does.
 *
 * @example Noise that is new in every step
 * ```ts
 * import { RandomStream } from "./random_stream.ts";
 * import { strict as assert } from "node:assert";
 * const [a, b] = [new RandomStream(7), new RandomStream(7)].map((s) => s.normal([1000]));
 * assert.deepEqual(a.dataSync(), b.dataSync());
 * ```
 */
export class RandomStream {
  readonly #seed: number;
  #drawnOnHost = 0;
  /** How many draws there were, a scalar: state of a step like every variable. */
  readonly draws: tf.Variable;

  /** @param draws a variable, int32 and scalar, that counts the draws; one is made without it */
  constructor(seed: number, draws?: tf.Variable) {
    this.#seed = seed | 0;
    this.draws = draws ?? tf.tidy(() => tf.variable(tf.scalar(0, "int32"), false));
  }

  /** Standard normal numbers [...shape]. */
  normal(shape: number[]): tf.Tensor {
    return this.#draw("StatelessRandomNormal", shape);
  }

  /** Uniform numbers [...shape] from 0 to below 1. */
  uniform(shape: number[]): tf.Tensor {
    return this.#draw("StatelessRandomUniform", shape);
  }

  /**
   * x with each value kept with probability 1 − rate and divided by it, else 0 (Srivastava et al.
   * 2014, in the form that leaves the mean alone).
   */
  dropout<T extends tf.Tensor>(x: T, rate: number): T {
    const kept = this.uniform(x.shape).greaterEqual(rate).cast("float32");
    return x.mul(kept).div(1 - rate);
  }

  /** Frees the counter. */
  dispose(): void {
    this.draws.dispose();
  }

  #draw(op: string, shape: number[]): tf.Tensor {
    if (device.name !== "native") return this.#drawOnHost(op, shape);
    return tf.tidy(() => {
      this.draws.assign(this.draws.add(tf.scalar(1, "int32")));
      return drawNative(op, shape, tf.stack([tf.scalar(this.#seed, "int32"), this.draws]));
    });
  }

  #drawOnHost(op: string, shape: number[]): tf.Tensor {
    // TensorFlow.js hashes the seed, so that neighbours are unrelated; it must not be 0.
    const seed = this.#seed + ++this.#drawnOnHost / 2 ** 20;
    return op === "StatelessRandomNormal"
      ? tf.randomNormal(shape, 0, 1, "float32", seed)
      : tf.randomUniform(shape, 0, 1, "float32", seed);
  }
}

function drawNative(op: string, shape: number[], seed: tf.Tensor): tf.Tensor {
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = nativeBackend().binding;
  const attributes = [
    { name: "dtype", type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: "T", type: TF_ATTR_TYPE, value: TF_INT32 },
    { name: "Tseed", type: TF_ATTR_TYPE, value: TF_INT32 },
  ];
  const inputs = [tf.tensor1d(shape, "int32"), seed];
  return nativeBackend().executeMultipleOutputs(op, attributes, inputs, 1)[0];
}
