import type { PixelScale } from "../datasets/augment.ts";
import { digitDomain } from "../datasets/digit_domains.ts";
import type { ImageSplits } from "../datasets/image_set.ts";
import type { NormFactory } from "../models/conv_norm.ts";
import {
  efficientNetLite0,
  efficientNetScale,
  useImagenetWeights,
} from "../models/efficientnet_lite0.ts";
import { bodyEnd, resNet18 } from "../models/resnet18.ts";
import { useWeightsFile, weightsFile } from "../models/weights_file.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { ImageTrainer } from "../training/image_trainer.ts";
import { cosine } from "../training/schedules.ts";
import { preset } from "./scale.ts";

/** A net that was trained on a source, ready to be taken elsewhere. */
export interface Pretrained {
  /** How bytes become the numbers that it expects. */
  scale: PixelScale;
  /** Name of the last layer of its body. */
  bodyEnd: string;
  /** The net with its trained body, and a head for so many classes as the seed draws it. */
  build(options: { outputs: number; seed: number; momentum?: number }): tf.LayersModel;
}

/** Its accuracy on the source's own test images. */
export interface PretrainedOnDigits extends Pretrained {
  sourceAccuracy: number;
  /** The net as it was trained, with its head. */
  original(): tf.LayersModel;
}

const digitScale: PixelScale = { mean: [128, 128, 128], sd: [64, 64, 64] };

/** The digits of a domain, drawn once. */
const domains = new Map<string, ImageSplits>();
export function digits(domain: "plain" | "near" | "far"): ImageSplits {
  const known = domains.get(domain) ?? digitDomain(domain);
  domains.set(domain, known);
  return known;
}

const onDigits = new Map<number, Promise<PretrainedOnDigits>>();

/** A ResNet-18 of an eighth of the width, trained here and now on plain digits; once for each seed. */
export function pretrainedOnDigits({ seed = 1 } = {}): Promise<PretrainedOnDigits> {
  const found = onDigits.get(seed) ?? trainOnDigits(seed);
  onDigits.set(seed, found);
  return found;
}

async function trainOnDigits(sourceSeed: number): Promise<PretrainedOnDigits> {
  const net = (momentum: number, seed: number) =>
    resNet18({
      outputs: 10,
      width: 1 / 8,
      image: [32, 32, 3],
      norm: zeroGammaWith(momentum),
      seed,
    });
  const { train, test } = digits("plain");
  const steps = preset({ tiny: 150, laptop: 300, gpu: 2000 });
  const model = net(0.9, sourceSeed);
  const training = { batchSize: 64, learningRate: cosine(0.1, { steps }), seed: sourceSeed };
  using trainer = new ImageTrainer(model, train, { ...training, scale: digitScale });
  trainer.run({ steps, progress: "training on plain digits" }).dispose();
  const { accuracy } = await evaluateImages(model, test, { scale: digitScale });
  const weights = await weightsFile(model);
  model.dispose();
  const original = (momentum = 0.9) => {
    const made = net(momentum, sourceSeed);
    useWeightsFile(made, weights);
    return made;
  };
  return {
    sourceAccuracy: accuracy,
    scale: digitScale,
    bodyEnd,
    original,
    build({ seed, momentum }) {
      const made = original(momentum);
      const other = net(0.9, seedFor(seed, 0));
      made.getLayer("logits").setWeights(other.getLayer("logits").getWeights());
      other.dispose();
      return made;
    },
  };
}

/** PyTorch's batch normalization with another momentum, and γ = 0 at the end of each branch. */
function zeroGammaWith(momentum: number): NormFactory {
  return ({ convolution, endsBranch }) =>
    batchNormLayer({
      momentum,
      epsilon: 1e-5,
      gamma: endsBranch ? 0 : 1,
      name: `${convolution}_norm`,
    });
}

/** EfficientNet-Lite0 as it was trained on ImageNet, for images of another size. */
export function pretrainedOnImagenet(size: number): Pretrained {
  return {
    scale: efficientNetScale,
    bodyEnd: "body",
    build({ outputs, seed, momentum = 0.99 }) {
      const norm: NormFactory = ({ convolution }) =>
        batchNormLayer({ momentum, epsilon: 1e-3, name: `${convolution}_norm` });
      const model = efficientNetLite0({ outputs, image: [size, size, 3], norm, seed });
      useImagenetWeights(model);
      return model;
    },
  };
}
