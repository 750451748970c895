import { match } from "ts-pattern";
import type { PixelScale } from "../datasets/augment.ts";
import type { ImageSplits } from "../datasets/image_set.ts";
import { cifarResNet, type Shortcut } from "../models/cifar_resnet.ts";
import { trainingMode } from "../normalization/batch_norm_layer.ts";
import { batchNormsOf } from "../normalization/batch_norms_of.ts";
import { freeze, frozenAs, unfreeze } from "../normalization/frozen.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { read } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { ImageTrainer } from "../training/image_trainer.ts";
import { masked } from "../training/masked.ts";
import { sgd } from "../training/optimizers.ts";
import { cosine } from "../training/schedules.ts";
import { variablesOf } from "../training/variables_of.ts";

/** What of a net with random weights learns. `others` are two weights of each channel's kernel, drawn by the seed. */
export type Trained =
  | "everything"
  | "everything but BN"
  | "BN and last layer"
  | "BN"
  | "others and last layer"
  | "others"
  | "last layer";

/** A net, and what of it learns. */
export interface OnlyNormOptions {
  images: ImageSplits;
  scale: PixelScale;
  trained: Trained;
  /** 6N + 2. */
  depth: number;
  /** Default 1. */
  width?: number;
  /** Default `projection`. */
  shortcut?: Shortcut;
  /** Whether ReLU comes before the normalization. Default false. */
  activationFirst?: boolean;
  /** Where γ begins: at 1, or drawn from U[0, 1]. Default `ones`. */
  gamma?: "ones" | "uniform";
  batchSize: number;
  steps: number;
  /** From here along half a cosine to 0. */
  learningRate: number;
  seed: number;
  progress?: string;
  /** A file that keeps the training: when it is there, the training goes on from it. */
  checkpoint?: string;
}

/** The net at the end. */
export interface OnlyNormResult {
  /** Numbers that were trained, and numbers in all. */
  trainedCount: number;
  count: number;
  /** On test images. */
  accuracy: number;
  /** Share of the γ between −0.01 and 0.01. */
  small: number;
  /** Numbers of γ in thirty bins from −2 to 4; those beyond are in the outermost. */
  gammas: number[];
  /** Accuracy after that share of the features, those with the smallest |γ|, is a constant (γ = 0). */
  pruned: { share: number; accuracy: number }[];
}

/** Trains a part of a net that begins with random weights. */
export async function onlyNorm(options: OnlyNormOptions): Promise<OnlyNormResult> {
  const { images, scale, trained, batchSize, steps, seed, progress, checkpoint } = options;
  const model = built(options);
  letLearn(model, trained);
  const masks = trained.startsWith("others") ? masksOf(model, seed) : new Map();
  const optimizer = () => masked(sgd({ momentum: 0.9 }), masks);
  const learningRate = cosine(options.learningRate, { steps });
  const training = { batchSize, learningRate, seed, scale, optimizer, checkpoint };
  using trainer = new ImageTrainer(model, images.train, training);
  (await trainer.runKept({ steps, progress })).dispose();
  const { accuracy } = await evaluateImages(model, images.test, { scale });
  const gammas = await gammasOf(model);
  const result = {
    ...counts(model, masks),
    accuracy,
    small: gammas.filter((gamma) => Math.abs(gamma) < 0.01).length / gammas.length,
    gammas: binned(gammas),
    pruned: await prune(model, options),
  };
  tf.dispose([...masks.values()]);
  model.dispose();
  return result;
}

function built(options: OnlyNormOptions): tf.LayersModel {
  const { images, depth, width, shortcut, activationFirst, gamma = "ones", seed } = options;
  const { size, classes } = images.train;
  const net = { depth, width, shortcut, activationFirst, seed };
  const model = cifarResNet({ ...net, outputs: classes.length, image: [size, size, 3] });
  if (gamma === "ones") return model;
  batchNormsOf(model).forEach((layer, k) => {
    const [old, ...rest] = layer.getWeights();
    tf.tidy(() => {
      const drawn = tf.randomUniform(old.shape, 0, 1, "float32", seedFor(seed, k));
      layer.setWeights([drawn, ...rest]);
    });
  });
  return model;
}

/** Sets what is trainable; batch statistics normalize in all cases, and the running ones move. */
function letLearn(model: tf.LayersModel, trained: Trained): void {
  const last = model.getLayer("logits");
  const until = model.layers[model.layers.indexOf(last) - 1].name;
  const affineFrozen = frozenAs["PyTorch 2.14: requires_grad = False"];
  match(trained)
    .with("everything", () => unfreeze(model))
    .with("BN and last layer", "BN", () => freeze(model, { until, norms: trainingMode }))
    .with("last layer", () => freeze(model, { until, norms: affineFrozen }))
    .with("everything but BN", "others and last layer", "others", () => {
      unfreeze(model, affineFrozen);
      for (const layer of batchNormsOf(model)) layer.trainable = false;
    })
    .exhaustive();
  last.trainable = trained.startsWith("everything") || trained.endsWith("last layer");
}

/** For each kernel [h, w, in, out] ones at two places of each output channel, zeros elsewhere. */
function masksOf(model: tf.LayersModel, seed: number): Map<tf.Variable, tf.Tensor> {
  const kernels = model.layers.filter((layer) => layer.getClassName() === "Conv2D");
  return new Map(kernels.map((layer, k) => {
    const [kernel] = variablesOf(layer.trainableWeights);
    const [channels, places] = [kernel.shape[3]!, kernel.size / kernel.shape[3]!];
    const mask = new Float32Array(kernel.size);
    for (let channel = 0; channel < channels; channel++) {
      const drawn = shuffledIndices(places, seedFor(seedFor(seed, k), channel));
      for (const place of drawn.subarray(0, 2)) mask[place * channels + channel] = 1;
    }
    return [kernel, tf.tensor(mask, kernel.shape)];
  }));
}

function counts(
  model: tf.LayersModel,
  masks: ReadonlyMap<tf.Variable, tf.Tensor>,
): Pick<OnlyNormResult, "trainedCount" | "count"> {
  const size = (weights: tf.LayersModel["weights"]) =>
    variablesOf(weights).reduce((sum, variable) => {
      const mask = masks.get(variable);
      return sum + (mask ? 2 * variable.shape.at(-1)! : variable.size);
    }, 0);
  const isStatistic = ({ name }: { name: string }) => name.includes("moving_");
  const all = model.weights.filter((weight) => !isStatistic(weight));
  const count = variablesOf(all).reduce((sum, variable) => sum + variable.size, 0);
  return { trainedCount: size(model.trainableWeights), count };
}

async function gammasOf(model: tf.LayersModel): Promise<number[]> {
  const gammas = batchNormsOf(model).map((layer) => read(layer.getWeights()[0]));
  return (await Promise.all(gammas)).flatMap((own) => [...own]);
}

function binned(gammas: readonly number[]): number[] {
  const counted = new Array<number>(30).fill(0);
  for (const gamma of gammas) {
    counted[Math.min(29, Math.max(0, Math.floor(5 * (gamma + 2))))]++;
  }
  return counted;
}

/** Takes more and more features their γ, and judges each time. */
async function prune(
  model: tf.LayersModel,
  { images, scale }: OnlyNormOptions,
): Promise<OnlyNormResult["pruned"]> {
  const sizes = (await gammasOf(model)).map(Math.abs).sort((a, b) => a - b);
  const rows = [];
  for (const share of [0.1, 0.25, 0.5, 0.75]) {
    const bound = sizes[Math.floor(share * sizes.length)];
    tf.tidy(() => {
      for (const layer of batchNormsOf(model)) {
        const [gamma, ...rest] = layer.getWeights();
        layer.setWeights([gamma.mul(gamma.abs().greaterEqual(bound)), ...rest]);
      }
    });
    const { accuracy } = await evaluateImages(model, images.test, { scale });
    rows.push({ share, accuracy });
  }
  return rows;
}
