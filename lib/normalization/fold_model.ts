import { tf } from "../tensorflow/tf.ts";
import { BatchNormLayer } from "./batch_norm_layer.ts";
import { foldBatchNorm } from "./fold.ts";

/**
 * The same function in inference with fewer layers: each batch normalization that alone stands behind a
 * dense layer or a convolution without activation is folded into it. Others are copied as they are.
 * The model that comes in stays as it was.
 *
 * @throws {TypeError} when a layer is used more than once, or has several inputs from one node
 */
export function foldModel(model: tf.LayersModel): tf.LayersModel {
  const made = new Map<string, tf.SymbolicTensor>();
  const weights: (() => void)[] = [];
  for (const layer of model.layers) {
    if (layer.inboundNodes.length !== 1) {
      throw new TypeError(`foldModel(): layer ${layer.name} must be used once`);
    }
    const output = layer.output as tf.SymbolicTensor;
    if (layer.getClassName() === "InputLayer") {
      made.set(output.name, tf.input({ batchShape: output.shape }));
      continue;
    }
    const inputs = [layer.input].flat().map((input) => made.get(input.name)!);
    const into = layer instanceof BatchNormLayer ? foldable(model, layer) : undefined;
    if (into) {
      made.set(output.name, inputs[0]);
      continue;
    }
    const norm = normBehind(model, layer);
    const copy = copyOf(layer, norm ? { useBias: true } : {});
    made.set(output.name, copy.apply(inputs.length > 1 ? inputs : inputs[0]) as tf.SymbolicTensor);
    weights.push(() => copy.setWeights(norm ? foldedWeights(layer, norm) : layer.getWeights()));
  }
  const ends = (tensors: tf.SymbolicTensor[]) => tensors.map(({ name }) => made.get(name)!);
  const folded = tf.model({ inputs: ends(model.inputs), outputs: ends(model.outputs) });
  tf.tidy(() => weights.forEach((set) => set()));
  return folded;
}

/** Layers with a kernel whose last axis are the units. */
const kinds = ["Dense", "Conv1D", "Conv2D", "Conv3D"];

/** The layer into which a batch normalization can be folded, if there is one. */
function foldable(model: tf.LayersModel, norm: BatchNormLayer): tf.layers.Layer | undefined {
  const layer = model.layers.find(({ output }) => output === norm.input);
  const { activation = "linear" } = layer?.getConfig() ?? {};
  const fits = layer && kinds.includes(layer.getClassName()) && activation === "linear" &&
    [-1, (norm.input as tf.SymbolicTensor).rank - 1].includes(norm.getConfig().axis as number);
  return fits && readersOf(model, layer).length === 1 && !isEnd(model, layer) ? layer : undefined;
}

/** The batch normalization that will be folded into a layer, if there is one. */
function normBehind(model: tf.LayersModel, layer: tf.layers.Layer): BatchNormLayer | undefined {
  const norm = readersOf(model, layer).find((reader) => reader instanceof BatchNormLayer);
  return norm && foldable(model, norm) === layer ? norm : undefined;
}

function readersOf(model: tf.LayersModel, { output }: tf.layers.Layer): tf.layers.Layer[] {
  return model.layers.filter((other) =>
    other.getClassName() !== "InputLayer" &&
    [other.input].flat().includes(output as tf.SymbolicTensor)
  );
}

function isEnd(model: tf.LayersModel, { output }: tf.layers.Layer): boolean {
  return model.outputs.includes(output as tf.SymbolicTensor);
}

function copyOf(layer: tf.layers.Layer, changes: tf.serialization.ConfigDict): tf.layers.Layer {
  const type = layer.constructor as unknown as {
    fromConfig(type: unknown, config: tf.serialization.ConfigDict): tf.layers.Layer;
  };
  return type.fromConfig(layer.constructor, { ...layer.getConfig(), ...changes });
}

function foldedWeights(layer: tf.layers.Layer, norm: BatchNormLayer): tf.Tensor[] {
  const [kernel, bias] = layer.getWeights();
  const { scale, center, epsilon } = norm.getConfig() as {
    scale: boolean;
    center: boolean;
    epsilon: number;
  };
  const values = norm.getWeights() as tf.Tensor1D[];
  const gamma = scale ? values.shift() : undefined;
  const beta = center ? values.shift() : undefined;
  const [mean, variance] = values;
  const folded = foldBatchNorm({ kernel, bias: bias as tf.Tensor1D }, {
    ...{ gamma, beta, mean, variance, epsilon },
  });
  return [folded.kernel, folded.bias];
}
