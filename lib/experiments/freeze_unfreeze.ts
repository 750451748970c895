import { match } from "ts-pattern";
import type { AugmentOptions, PixelScale } from "../datasets/augment.ts";
import { type ImageSplits, sampleImages } from "../datasets/image_set.ts";
import { type ImageTensors, imageTensors } from "../datasets/image_tensors.ts";
import { bodyEnd, resNet18, zeroGammaNorm } from "../models/resnet18.ts";
import { useWeightsFile, weightsFile } from "../models/weights_file.ts";
import { trainingMode } from "../normalization/batch_norm_layer.ts";
import { freeze, frozenAs, unfreeze } from "../normalization/frozen.ts";
import { seedFor } from "../random/seeds.ts";
import { mean } from "../statistics/moments.ts";
import { shares } from "../statistics/shares.ts";
import { read, take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { ImageTrainer } from "../training/image_trainer.ts";
import { cosine } from "../training/schedules.ts";
import { kernelsOf, type LayerLook, lookAtLayers, rootMeanSquare } from "./layer_look.ts";

/**
 * From what a net goes to the new task. "From 0": the last convolution of each branch begins at 0, as γ
 * does there where there is batch normalization; else it has He's weights as all have.
 */
export type Beginning =
  | "random, no BN"
  | "random, no BN, from 0"
  | "pre-trained, no BN, from 0"
  | "pre-trained, BN taken out"
  | "random"
  | "pre-trained";

/** A part of a way: what learns, and for how long. */
export interface WayPhase {
  /** Behind a frozen body the batch normalizes in both cases; γ and β stay, or learn. */
  learns: "all" | "head" | "head and BN";
  epochs: number;
  learningRate: number;
}

/** A way to the new task. */
export interface Way {
  name: string;
  beginning: Beginning;
  phases: readonly WayPhase[];
}

/** Two tasks, and a ResNet-18 for them. */
export interface Tasks {
  source: ImageSplits;
  target: ImageSplits;
  /** Share of ResNet-18's channels. */
  width: number;
  scale: PixelScale;
  augmentation?: AugmentOptions;
  batchSize: number;
  /** Steps of an epoch; default once through all images. */
  stepsPerEpoch?: number;
  /** How long the source is learned. */
  sourceEpochs: number;
  /** At which rate: with batch normalization, and without. */
  sourceRates: { normalized: number; bare: number };
  /** Test images that judge. */
  judgedOn: number;
}

/** A net after an epoch. Lists by layer have one number for each of the twenty on the longest way. */
export interface FreezeUnfreezeRow extends Omit<LayerLook, "gradientBins">, PhaseLook {
  way: string;
  seed: number;
  /** Accuracy on the source of the pre-trained net that this one came from. */
  sourceAccuracy?: number;
  /** Counted from 1. */
  phase: number;
  /** Epochs done in all phases. */
  epoch: number;
  /** On test images in inference. */
  accuracy: number;
  /** Mean loss of the epoch's batches; none before the first. */
  loss?: number;
  /** Standard deviation of a batch's loss around its neighbours': of the differences, over √2. */
  spread?: number;
  /** By layer: change of the weights' variance in the epoch's last step, over 2/n. */
  jump: number[];
}

/** What has changed since a phase began, by layer. */
interface PhaseLook {
  /** Root mean square of the weights' changes, over √(2/n): the first weights of n inputs (He et al.). */
  moved: number[];
  /** Share of the weights that would have to go to another bin to make then and now one histogram. */
  shift: number[];
  /**
   * Of the first seed, where a phase begins and ends: shares of the weights in 41 bins from −0.3 to
   * 0.3; those of the gradients.
   */
  weightBins?: number[][];
  gradientBins?: number[][];
}

/** A net that learned the source. */
interface Source {
  file: Uint8Array;
  accuracy: number;
}

/** Goes several ways from a source to a target, with nets of one seed. */
export class FreezeUnfreeze {
  readonly #tasks: Tasks;
  readonly #seed: number;
  /** A folder that keeps the nets that learned the source. */
  readonly #kept?: string;
  readonly #sources = new Map<boolean, Promise<Source>>();

  constructor(tasks: Tasks, { seed, kept }: { seed: number; kept?: string }) {
    this.#tasks = tasks;
    this.#seed = seed;
    this.#kept = kept;
  }

  /** A row for the beginning of each phase, and one after each epoch. */
  async go({ name, beginning, phases }: Way): Promise<FreezeUnfreezeRow[]> {
    const { target, scale, augmentation, batchSize } = this.#tasks;
    const { model, sourceAccuracy } = await this.#begin(beginning);
    const batch = imageTensors(sampleImages(target.train, { count: 64, seed: this.#seed }), {
      scale,
    });
    const rows: FreezeUnfreezeRow[] = [];
    let before = 0;
    for (const [k, { learns, epochs, learningRate }] of phases.entries()) {
      letLearn(model, learns);
      const perEpoch = this.#stepsOf(target);
      const watch = await PhaseWatch.begin(model, { batch, learningRate });
      const note = async (epoch: number, losses: number[], jump: number[]) => {
        const [way, seed] = [name, this.#seed];
        const accuracy = await this.#judge(model, target);
        const withBins = seed === 1 && (epoch === 0 || epoch === epochs);
        rows.push({
          ...{ way, seed, sourceAccuracy, phase: k + 1, epoch: before + epoch, accuracy },
          ...(losses.length > 0 ? lossOf(losses) : {}),
          ...await watch.look({ withBins }),
          jump,
        });
      };
      await note(0, [], kernelsOf(model).map(() => 0));
      const training = {
        ...{ batchSize, scale, augmentation, seed: seedFor(this.#seed, k) },
        learningRate: cosine(learningRate, { steps: epochs * perEpoch, to: learningRate / 100 }),
      };
      using trainer = new ImageTrainer(model, target.train, training);
      for (let epoch = 1; epoch <= epochs; epoch++) {
        trainer.run({ steps: epoch * perEpoch - 1 });
        const variances = await watch.variances();
        trainer.run({ steps: epoch * perEpoch, progress: `${name}, phase ${k + 1}` });
        const jump = (await watch.variances()).map((now, l) => Math.abs(now - variances[l]));
        const losses = (await trainer.history.rows()).map(({ loss }) => loss);
        await note(epoch, losses.slice(-perEpoch), jump);
      }
      trainer.history.dispose();
      before += epochs;
    }
    tf.dispose([batch.x, batch.labels]);
    model.dispose();
    return rows;
  }

  async #begin(beginning: Beginning): Promise<{ model: tf.LayersModel; sourceAccuracy?: number }> {
    const model = this.#net(this.#tasks.target, { normalized: !beginning.includes("BN") });
    if (beginning.endsWith("from 0")) branchesFromZero(model);
    const sourceAccuracy = await match(beginning)
      .with("random", "random, no BN", "random, no BN, from 0", () => undefined)
      .with(
        "pre-trained, no BN, from 0",
        () => this.#takeBody(model, { normalized: false }),
      )
      .with(
        "pre-trained",
        "pre-trained, BN taken out",
        () => this.#takeBody(model, { normalized: true }),
      )
      .exhaustive();
    return { model, sourceAccuracy };
  }

  #net({ train }: ImageSplits, { normalized }: { normalized: boolean }): tf.LayersModel {
    const { width } = this.#tasks;
    const image = [train.size, train.size, 3] as const;
    const norm = normalized ? zeroGammaNorm : () => undefined;
    const seed = seedFor(this.#seed, train === this.#tasks.source.train ? 0 : 1);
    return resNet18({ outputs: train.classes.length, width, image, norm, seed });
  }

  /** Gives a net the layers of one that learned the source, but for its head; gives that one's accuracy. */
  async #takeBody(
    model: tf.LayersModel,
    { normalized }: { normalized: boolean },
  ): Promise<number> {
    const found = this.#sources.get(normalized) ?? this.#learnSource({ normalized });
    this.#sources.set(normalized, found);
    const { file, accuracy } = await found;
    const learned = this.#net(this.#tasks.source, { normalized });
    useWeightsFile(learned, file);
    for (const layer of model.layers) {
      const own = layer.getWeights();
      if (own.length === 0 || layer.name === "logits") continue;
      const weights = learned.getLayer(layer.name).getWeights();
      layer.setWeights([...weights, ...own.slice(weights.length)]);
    }
    learned.dispose();
    return accuracy;
  }

  async #learnSource({ normalized }: { normalized: boolean }): Promise<Source> {
    const { source, sourceEpochs, sourceRates, batchSize, scale, augmentation } = this.#tasks;
    const model = this.#net(source, { normalized });
    if (!normalized) branchesFromZero(model);
    const steps = sourceEpochs * this.#stepsOf(source);
    const learningRate = cosine(sourceRates[normalized ? "normalized" : "bare"], { steps });
    const name = `source, ${normalized ? "with" : "without"} BN`;
    const training = {
      ...{ batchSize, learningRate, seed: this.#seed, scale, augmentation },
      checkpoint: this.#kept && `${this.#kept}/${name}, ${this.#seed}.checkpoint`,
    };
    using trainer = new ImageTrainer(model, source.train, training);
    (await trainer.runKept({ steps, progress: name })).dispose();
    const accuracy = await this.#judge(model, source);
    const file = await weightsFile(model);
    model.dispose();
    return { file, accuracy };
  }

  #stepsOf({ train }: ImageSplits): number {
    const { stepsPerEpoch, batchSize } = this.#tasks;
    return stepsPerEpoch ?? Math.floor(train.labels.length / batchSize);
  }

  async #judge(model: tf.LayersModel, { test }: ImageSplits): Promise<number> {
    const { judgedOn, scale } = this.#tasks;
    const judged = sampleImages(test, { count: judgedOn, seed: 1 });
    return (await evaluateImages(model, judged, { scale })).accuracy;
  }
}

/** Sets the last convolution of each branch to 0: a block begins as the identity. */
function branchesFromZero(model: tf.LayersModel): void {
  for (const layer of model.layers.filter(({ name }) => /_block_\d_2$/.test(name))) {
    tf.tidy(() => layer.setWeights(layer.getWeights().map((weight) => tf.zerosLike(weight))));
  }
}

function letLearn(model: tf.LayersModel, learns: WayPhase["learns"]): void {
  match(learns)
    .with("all", () => unfreeze(model))
    .with(
      "head",
      () =>
        freeze(model, { until: bodyEnd, norms: frozenAs["PyTorch 2.14: requires_grad = False"] }),
    )
    .with("head and BN", () => freeze(model, { until: bodyEnd, norms: trainingMode }))
    .exhaustive();
}

function lossOf(losses: readonly number[]): { loss: number; spread: number } {
  const squares = losses.slice(1).map((loss, k) => (loss - losses[k]) ** 2);
  return { loss: mean(losses), spread: Math.sqrt(mean(squares) / 2) };
}

/** Compares a net's layers with what they were when it was made. */
class PhaseWatch {
  readonly #kernels: tf.Variable[];
  /** He's standard deviation of each layer's weights. */
  readonly #he: number[];

  /** Remembers what the layers are. */
  static async begin(
    model: tf.LayersModel,
    options: { batch: ImageTensors; learningRate: number },
  ): Promise<PhaseWatch> {
    return new PhaseWatch(model, options, await valuesOf(kernelsOf(model)));
  }

  private constructor(
    readonly model: tf.LayersModel,
    readonly options: { batch: ImageTensors; learningRate: number },
    readonly begin: readonly Float32Array[],
  ) {
    this.#kernels = kernelsOf(model);
    this.#he = this.#kernels.map(({ shape, size }) => Math.sqrt(2 * shape.at(-1)! / size));
  }

  /** Variance of each layer's weights, over He's. */
  async variances(): Promise<number[]> {
    const values = await take(
      tf.tidy(() => tf.stack(this.#kernels.map((one) => tf.moments(one).variance))),
    );
    return this.#he.map((he, l) => values[l] / he ** 2);
  }

  async look(
    { withBins }: { withBins: boolean },
  ): Promise<Omit<LayerLook, "gradientBins"> & PhaseLook> {
    const { gradientBins, ...look } = await lookAtLayers(
      this.model,
      this.options.batch,
      this.options,
    );
    const now = await valuesOf(this.#kernels);
    const weightBins = now.map((own) => shares(own, { bins: 41, range: [-0.3, 0.3] }));
    return {
      ...look,
      moved: now.map((own, l) =>
        rootMeanSquare(own.map((w, k) => w - this.begin[l][k])) / this.#he[l]
      ),
      shift: now.map((own, l) => elsewhere(own, this.begin[l], 3 * this.#he[l])),
      ...(withBins ? { weightBins, gradientBins } : {}),
    };
  }
}

/** Copies: a variable's own values change with it. */
async function valuesOf(variables: readonly tf.Variable[]): Promise<Float32Array[]> {
  const values = await Promise.all(variables.map(read));
  return values.map((some) => Float32Array.from(some));
}

/** The share of values that would have to go to another bin to make two histograms one. */
function elsewhere(values: Float32Array, others: Float32Array, far: number): number {
  const binned = (own: Float32Array) => shares(own, { bins: 40, range: [-far, far] });
  const then = binned(others);
  return binned(values).reduce((sum, share, k) => sum + Math.abs(share - then[k]), 0) / 2;
}
