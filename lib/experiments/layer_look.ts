import { augment, type PixelScale } from "../datasets/augment.ts";
import { imageLength, type ImageSet } from "../datasets/image_set.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { tf } from "../tensorflow/tf.ts";
import { classification } from "../training/losses.ts";
import { variablesOf } from "../training/variables_of.ts";

/** What is found in a net's layers, first layer first; gradients are those of one batch. */
export interface LayerLook {
  /** Root mean square of each layer's weights. */
  weights: number[];
  /** Root mean square of each layer's gradients; 0 where it is frozen. */
  gradients: number[];
  /** Share of each layer's gradients that are below a thousandth of the largest one in the net. */
  tiny: number[];
  /** Shares of each layer's gradients by their lg |gradient|, in forty bins from −8 to 0. */
  gradientBins: number[][];
  /** Length of the change of the gradient of all that learns, after a step along it, over its own length. */
  turn: number;
}

/** Images on the device. */
export interface LookBatch {
  x: tf.Tensor4D;
  labels: tf.Tensor1D;
}

/** The kernels of the layers on the longest way through a net: shortcuts' convolutions are left out. */
export function kernelsOf(model: tf.LayersModel): tf.Variable[] {
  const isKernel = ({ name }: { name: string }) => name.includes("kernel");
  return model.layers
    .filter(({ name }) => !name.endsWith("_shortcut"))
    .flatMap((layer) => variablesOf(layer.weights.filter(isKernel)));
}

/** The first images of an order that the seed decides. */
export function lookBatch(
  set: ImageSet,
  { count, scale, seed }: { count: number; scale: PixelScale; seed: number },
): LookBatch {
  const rows = shuffledIndices(set.labels.length, seed).subarray(0, count);
  const out = new Float32Array(count * imageLength(set));
  augment(set, { rows, out, scale, seed });
  return {
    x: tf.tensor4d(out, [count, set.size, set.size, 3]),
    labels: tf.tensor1d(Int32Array.from(rows, (row) => set.labels[row]), "int32"),
  };
}

/** Looks at a net as it is trained. Nothing of it changes, its running statistics neither. */
export function lookAtLayers(
  model: tf.LayersModel,
  { x, labels }: LookBatch,
  { learningRate }: { learningRate: number },
): LayerLook {
  const kernels = kernelsOf(model);
  const learning = variablesOf(model.trainableWeights);
  const kept = variablesOf(model.weights).map((variable) => ({
    variable,
    value: variable.clone(),
  }));
  const restore = () => kept.forEach(({ variable, value }) => variable.assign(value));
  const gradients = () =>
    tf.variableGrads(
      () =>
        classification(model.apply(x, { training: true }) as tf.Tensor, { x, labels }).asScalar(),
      learning,
    ).grads;
  const { found, turn } = tf.tidy(() => {
    const before = gradients();
    restore();
    for (const variable of learning) {
      variable.assign(variable.sub(before[variable.name].mul(learningRate)));
    }
    const after = gradients();
    const length = (some: tf.Tensor[]) => tf.addN(some.map((one) => one.square().sum())).sqrt();
    const change = length(learning.map(({ name }) => after[name].sub(before[name])));
    const turn = change.div(length(Object.values(before))).dataSync()[0];
    const found = kernels.map((kernel) =>
      (before[kernel.name] ?? tf.zerosLike(kernel)).dataSync() as Float32Array
    );
    return { found, turn };
  });
  restore();
  tf.dispose(kept.map(({ value }) => value));
  const largest = Math.max(
    ...found.map((own) => own.reduce((a, b) => Math.max(a, Math.abs(b)), 0)),
  );
  return {
    weights: kernels.map((kernel) => rootMeanSquare(kernel.dataSync() as Float32Array)),
    gradients: found.map(rootMeanSquare),
    tiny: found.map((own) => own.filter((g) => Math.abs(g) < largest / 1000).length / own.length),
    gradientBins: found.map((own) =>
      shares(own.map((g) => Math.log10(Math.abs(g) + 1e-30)), { bins: 40, range: [-8, 0] })
    ),
    turn,
  };
}

/** Root mean square of some numbers. */
export function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}

/** Share of the values in each bin; what lies beyond the range is in the outermost ones. */
export function shares(
  values: Float32Array,
  { bins, range: [low, high] }: { bins: number; range: [number, number] },
): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(bins * (value - low) / (high - low));
    counts[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  return counts.map((count) => count / values.length);
}
