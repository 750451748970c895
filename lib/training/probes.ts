import { onRecovery } from "../tensorflow/after_stop.ts";
import { tf } from "../tensorflow/tf.ts";
import { variablesOf } from "./variables_of.ts";
import { bins, numbersPerTensor, type ProbedLayers, reach } from "./probe_rows.ts";

/** Which tensors of a net are looked at, and how often. */
export interface ProbeOptions {
  /** Every how many steps; the first step is always looked at. Default 20. */
  every?: number;
  /** Names of the layers; default all that compute something from values. */
  layers?: readonly string[];
}

/** Layers that only move values about. */
const movers = ["InputLayer", "Flatten", "Reshape", "Dropout", "Permute", "ZeroPadding2D"];

const [first, last] = [0, bins - 1].map((bin) => () => tf.scalar(bin, "int32"));

/** Keeps a tensor of equal values out of a division by zero. */
const tinySd = 1e-30;

/** Looks into a net while one step is computed. */
export class Probe {
  readonly names: ProbedLayers;
  readonly #layers: tf.layers.Layer[];
  readonly #kernels: tf.Variable[];

  /** @throws {RangeError} when a layer is asked for that the model does not have */
  constructor(model: tf.LayersModel, { layers }: ProbeOptions) {
    this.#layers = model.layers.filter((layer) =>
      layers ? layers.includes(layer.name) : !movers.includes(layer.getClassName())
    );
    const missing = layers?.filter((name) => !this.#layers.some((layer) => layer.name === name));
    if (missing?.length) throw new RangeError(unknownLayers(missing, model));
    const weights = model.trainableWeights.filter(({ shape }) => shape.length > 1);
    this.#kernels = variablesOf(weights);
    this.names = {
      layers: this.#layers.map(({ name }) => name),
      weights: weights.map((weight) => weight.originalName),
    };
    this.#layers.forEach(tap);
  }

  /** Runs one step of training under watch: its result, and what was found, as one vector. */
  watch<T>(step: () => T): { result: T; found: tf.Tensor1D } {
    const seen = watching = new Map<string, Seen>();
    const before = this.#kernels.map((kernel) => kernel.clone());
    try {
      const result = step();
      const outputs = this.#layers.map(({ name }) => seen.get(name)?.output);
      const gradients = this.#layers.map(({ name }) => seen.get(name)?.gradient);
      const described = describe([...outputs, ...gradients]);
      const none = tf.fill([2], NaN) as tf.Tensor1D;
      const flat = flatShares(this.#layers, outputs);
      const numbers = this.#layers.flatMap((_, k) => [
        ...[described[k], flat[k]],
        ...[described[this.#layers.length + k], none],
      ]);
      const ratios = this.#kernels.map((kernel, k) => ratio(before[k], kernel));
      return { result, found: tf.concat([...numbers, ...ratios]) as tf.Tensor1D };
    } finally {
      watching = undefined;
      for (const { output, gradient } of seen.values()) tf.dispose([output, gradient ?? output]);
      tf.dispose(before);
    }
  }
}

/** What a layer gave, and the gradient that came back to it. */
interface Seen {
  output: tf.Tensor;
  gradient?: tf.Tensor;
}

/** Where tapped layers put what they see; undefined while nobody looks. */
let watching: Map<string, Seen> | undefined;

onRecovery(() => watching = undefined);

const tapped = new WeakSet<tf.layers.Layer>();

/** Lets a layer show its output while a probe watches; otherwise it computes as before. */
function tap(layer: tf.layers.Layer): void {
  if (tapped.has(layer)) return;
  tapped.add(layer);
  const { call } = layer;
  layer.call = (inputs, options) => {
    const output = call.call(layer, inputs, options);
    return watching && output instanceof tf.Tensor ? show(layer.name, output) : output;
  };
}

function show(name: string, output: tf.Tensor): tf.Tensor {
  const seen: Seen = { output: tf.keep(output.clone()) };
  watching!.set(name, seen);
  const passOn = tf.customGrad((y) => ({
    value: (y as tf.Tensor).clone(),
    gradFunc: (gradient) => {
      seen.gradient = tf.keep(gradient.clone());
      return gradient;
    },
  }));
  return passOn(output);
}

/** Describes tensors [...] as vectors of numbers; those of one shape in the same kernels. */
function describe(tensors: (tf.Tensor | undefined)[]): tf.Tensor1D[] {
  const described = tensors.map(() => tf.fill([numbersPerTensor - 2], NaN) as tf.Tensor1D);
  for (const indices of groups(tensors.map((tensor) => tensor && String(tensor.shape)))) {
    const rows = tf.stack(indices.map((k) => tensors[k]!.flatten())) as tf.Tensor2D;
    tf.unstack(describeRows(rows)).forEach((row, k) => described[indices[k]] = row as tf.Tensor1D);
  }
  return described;
}

/** Mean and sd of each row [rows, values], then the shares of its histogram: [rows, 2 + bins]. */
function describeRows(rows: tf.Tensor2D): tf.Tensor2D {
  const { mean, variance } = tf.moments(rows, 1, true);
  const sd = variance.sqrt();
  const inBins = rows.sub(mean).div(sd.maximum(tinySd)).add(reach).mul(bins / (2 * reach));
  const bin = inBins.floor().cast("int32").maximum(first()).minimum(last()) as tf.Tensor2D;
  const [count] = rows.shape;
  const start = tf.range(0, count * bins, bins, "int32").expandDims(1);
  const all = bin.add(start).flatten() as tf.Tensor1D;
  const counts = tf.bincount(all, tf.ones(all.shape) as tf.Tensor1D, count * bins);
  return tf.concat([mean, sd, counts.reshape([count, bins]).div(rows.shape[1])], 1) as tf.Tensor2D;
}

/** Saturated and dead [2] of each layer's output, where its activation is known. */
function flatShares(layers: tf.layers.Layer[], outputs: (tf.Tensor | undefined)[]): tf.Tensor1D[] {
  const shares = layers.map(() => tf.fill([2], NaN) as tf.Tensor1D);
  const kinds = layers.map((layer, k) => {
    const activation = activationOf(layer);
    return outputs[k] && slopes[activation] ? `${activation} ${outputs[k].shape}` : undefined;
  });
  for (const indices of groups(kinds)) {
    const y = tf.stack(indices.map((k) => outputs[k]!));
    const flat = slopes[activationOf(layers[indices[0]])](y).abs().less(0.05).cast("float32");
    const values = flat.reshape([indices.length, -1, flat.shape[flat.rank - 1]]);
    const both = tf.stack([values.mean([1, 2]), values.min(1).mean(1)], 1);
    tf.unstack(both).forEach((share, k) => shares[indices[k]] = share as tf.Tensor1D);
  }
  return shares;
}

/** The indices of equal keys, together; those without a key are left out. */
function groups(keys: (string | undefined)[]): number[][] {
  const known = new Set(keys.filter((key) => key !== undefined));
  return [...known].map((key) => keys.flatMap((other, k) => other === key ? [k] : []));
}

/** |φ'| over its steepest value, from the output y = φ(u). */
const slopes: Record<string, (y: tf.Tensor) => tf.Tensor> = {
  sigmoid: (y) => y.mul(tf.sub(1, y)).mul(4),
  tanh: (y) => tf.sub(1, y.square()),
  relu: (y) => y.greater(0).cast("float32"),
  relu6: (y) => y.greater(0).logicalAnd(y.less(6)).cast("float32"),
  // φ(u) = eᵘ − 1 below 0, so that φ' = y + 1.
  elu: (y) => tf.minimum(y.add(1), 1),
};

function activationOf(layer: tf.layers.Layer): string {
  const name = layer.getClassName();
  if (name === "ReLU") return (layer.getConfig().maxValue ?? null) === null ? "relu" : "relu6";
  return String(layer.getConfig().activation);
}

/** ‖new − old‖/‖old‖ */
function ratio(before: tf.Tensor, after: tf.Tensor): tf.Tensor1D {
  const norm = (x: tf.Tensor) => x.square().sum().sqrt();
  return norm(after.sub(before)).div(norm(before)).reshape([1]);
}

function unknownLayers(missing: readonly string[], model: tf.LayersModel): string {
  return `probes: the model has no layer ${missing.join(", ")}; it has ` +
    model.layers.map(({ name }) => name).join(", ");
}
