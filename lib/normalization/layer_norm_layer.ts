import { match } from "ts-pattern";
import { tf } from "../tensorflow/tf.ts";
import { groupNorm, instanceNorm, layerNorm, rmsNorm } from "./layer_norm.ts";

/** Options of a layer that normalizes each example by itself. */
export interface LayerNormLayerOptions {
  /** Over what: the channels at each place, groups of channels and all places, or places alone. */
  kind: "layer" | "rms" | "group" | "instance";
  /** Number of groups, for `group`; default 1. */
  groups?: number;
  /** Added to the variance; default 0.00001. */
  epsilon?: number;
  /** Whether there is a β; default true, and false for `rms`. */
  center?: boolean;
  /** Whether there is a γ; default true. */
  scale?: boolean;
  name?: string;
}

/**
 * Layer, root mean square, group or instance normalization as a layer: the same in training and in
 * inference, with γ and β for each channel, which come last.
 */
export function layerNormLayer(options: LayerNormLayerOptions): tf.layers.Layer {
  return new LayerNormLayer(options);
}

class LayerNormLayer extends tf.layers.Layer {
  static className = "CourseLayerNorm";
  readonly #options: Required<Omit<LayerNormLayerOptions, "name">>;
  #gamma?: { read(): tf.Tensor };
  #beta?: { read(): tf.Tensor };

  constructor({ name, trainable, ...given }: LayerNormLayerOptions & { trainable?: boolean }) {
    super({ name, trainable });
    const { kind, groups = 1, epsilon = 1e-5, center = kind !== "rms", scale = true } = given;
    this.#options = { kind, groups, epsilon, center, scale };
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const [input] = (Array.isArray(shape[0]) ? shape : [shape]) as tf.Shape[];
    const channels = input.at(-1);
    const { groups, kind, center, scale } = this.#options;
    if (!channels || (kind === "group" && channels % groups !== 0)) {
      throw new RangeError(
        `layerNormLayer(): the last axis of [${input}] must be channels, a number of them that ` +
          `${groups} groups divide`,
      );
    }
    const { ones, zeros } = tf.initializers;
    if (scale) this.#gamma = this.addWeight("gamma", [channels], "float32", ones());
    if (center) this.#beta = this.addWeight("beta", [channels], "float32", zeros());
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const { kind, groups, epsilon } = this.#options;
      const gamma = this.#gamma?.read() as tf.Tensor1D | undefined;
      const beta = this.#beta?.read() as tf.Tensor1D | undefined;
      const options = { gamma, beta, epsilon };
      return match(kind)
        .with("layer", () => layerNorm(x, options))
        .with("rms", () => rmsNorm(x, options))
        .with("group", () => groupNorm(x, { ...options, groups }))
        .with("instance", () => instanceNorm(x, options))
        .exhaustive();
    });
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

tf.serialization.registerClass(LayerNormLayer);
