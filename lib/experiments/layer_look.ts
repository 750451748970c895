import type { ImageTensors } from "../datasets/image_tensors.ts";
import { shares } from "../statistics/shares.ts";
import { read, take } from "../tensorflow/read.ts";
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

/** The kernels of the layers on the longest way through a net: shortcuts' convolutions are left out. */
export function kernelsOf(model: tf.LayersModel): tf.Variable[] {
  const isKernel = ({ name }: { name: string }) => name.includes("kernel");
  return model.layers
    .filter(({ name }) => !name.endsWith("_shortcut"))
    .flatMap((layer) => variablesOf(layer.weights.filter(isKernel)));
}

/** Looks at a net as it is trained. Nothing of it changes, its running statistics neither. */
export async function lookAtLayers(
  model: tf.LayersModel,
  { x, labels }: ImageTensors,
  { learningRate }: { learningRate: number },
): Promise<LayerLook> {
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
  const measured = tf.tidy(() => {
    const before = gradients();
    restore();
    for (const variable of learning) {
      variable.assign(variable.sub(before[variable.name].mul(learningRate)));
    }
    const after = gradients();
    const length = (some: tf.Tensor[]) => tf.addN(some.map((one) => one.square().sum())).sqrt();
    const change = length(learning.map(({ name }) => after[name].sub(before[name])));
    return [
      change.div(length(Object.values(before))),
      ...kernels.map((kernel) => before[kernel.name] ?? tf.zerosLike(kernel)),
    ];
  });
  restore();
  tf.dispose(kept.map(({ value }) => value));
  const [[turn], ...found] = await Promise.all(measured.map(take)) as Float32Array[];
  const weights = await Promise.all(kernels.map(read)) as Float32Array[];
  const largest = Math.max(
    ...found.map((own) => own.reduce((a, b) => Math.max(a, Math.abs(b)), 0)),
  );
  return {
    weights: weights.map(rootMeanSquare),
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
