import type { AugmentOptions, PixelScale } from "../datasets/augment.ts";
import { BatchQueue, type ImageBatch } from "../datasets/batch_queue.ts";
import type { ImageSet } from "../datasets/image_set.ts";
import { seedFor } from "../random/seeds.ts";
import { compile, type Compiled } from "../tensorflow/compile/compile.ts";
import { recoverSoon } from "../tensorflow/after_stop.ts";
import { device, tf } from "../tensorflow/tf.ts";
import { Batches } from "./batches.ts";
import { Checkpoint, type CheckpointOptions } from "./checkpoint.ts";
import { History, type Piece } from "./history.ts";
import { accuracy, classification, type Loss } from "./losses.ts";
import { type Optimizer, sgd } from "./optimizers.ts";
import { rateAt, type Schedule } from "./schedules.ts";
import { checkRun } from "./train_options.ts";
import { showProgress } from "./train_progress.ts";
import { perNet, trainStep } from "./train_step.ts";
import { variablesOf } from "./variables_of.ts";

/** How a net is trained on images. */
export interface ImageTrainerOptions {
  batchSize: number;
  /** Step size; a number or a schedule. */
  learningRate: Schedule;
  /** Decides the order of the images and how each is augmented. */
  seed: number;
  /** How bytes become numbers. */
  scale: PixelScale;
  augmentation?: AugmentOptions;
  /** The update rule: default `() => sgd({ momentum: 0.9 })`. */
  optimizer?: () => Optimizer;
  /** Default the cross-entropy. */
  loss?: Loss;
  /** A file that keeps a long training: when it is there, the training goes on from it. On WebGPU only `runKept()` writes it. */
  checkpoint?: string | CheckpointOptions;
}

/**
 * Trains what is trainable of a net on images. Batches are prepared in a second thread while a step
 * computes; nothing awaits, so that Jupyter's Stop ends a run at once. What is frozen must not change
 * while there is a trainer.
 *
 * @example Twenty steps, and then twenty more
 * ```ts
 * import { digitDomain } from "../datasets/digit_domains.ts";
 * import { vgg } from "../models/vgg.ts";
 * import { ImageTrainer } from "./image_trainer.ts";
 * import { strict as assert } from "node:assert";
 * const model = vgg({ outputs: 10, image: [32, 32, 3], stages: [[4], [8]], seed: 1 });
 * const { train } = digitDomain("plain");
 * const scale = { mean: [128, 128, 128], sd: [64, 64, 64] };
 * using trainer = new ImageTrainer(model, train, { batchSize: 8, learningRate: 0.01, seed: 1, scale });
 * trainer.run({ steps: 2 });
 * assert.equal(trainer.run({ steps: 4 }).steps, 4);
 * ```
 */
export class ImageTrainer {
  /** What happened so far. */
  readonly history: History;
  readonly #set: ImageSet;
  readonly #options: ImageTrainerOptions;
  readonly #optimizer: Optimizer;
  readonly #rows: tf.Tensor;
  readonly #step: Compiled<[tf.Tensor, tf.Tensor1D, tf.Tensor], tf.Tensor>;
  readonly #queue: BatchQueue;
  readonly #batches: Batches;
  readonly #checkpoint?: Checkpoint;
  #asked: number;

  /**
   * @throws {RangeError} when the batch is larger than the set, nothing is trainable, or the rate is not
   *   positive
   */
  constructor(model: tf.LayersModel, set: ImageSet, options: ImageTrainerOptions) {
    const { batchSize, learningRate, seed, scale, augmentation } = options;
    const { optimizer = () => sgd({ momentum: 0.9 }), loss = classification } = options;
    const count = set.labels.length;
    checkRun({ steps: 1, learningRate, seeds: [seed] }, 1);
    if (!(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= count)) {
      throw new RangeError(
        `ImageTrainer(): batchSize must be from 1 to the ${count} images, received ${batchSize}`,
      );
    }
    if (model.trainableWeights.length === 0) {
      throw new RangeError("ImageTrainer(): something must be trainable, but all is frozen");
    }
    this.#set = set;
    this.#options = options;
    this.history = new History({ seed });
    this.#optimizer = optimizer();
    this.#optimizer.prepare(variablesOf(model.trainableWeights));
    this.#rows = tf.tidy(() => tf.range(0, batchSize, 1, "int32").expandDims(0));
    const net = { model, loss, score: accuracy, optimizer: this.#optimizer };
    this.#step = compile((x: tf.Tensor, labels: tf.Tensor1D, rate: tf.Tensor) =>
      trainStep([{ ...net, data: { x, labels } }], { rows: this.#rows, rate }, { watched: false })
        .scores
    );
    this.#checkpoint = this.#keptIn(options.checkpoint, model);
    this.#checkpoint?.load();
    this.#batches = new Batches({ count, batchSize, seed });
    this.#queue = new BatchQueue(set, { batchSize, scale, augmentation });
    this.#asked = this.history.steps;
  }

  /** Trains until so many steps are done since the beginning, or the loss is no number any more. */
  run({ steps, progress }: { steps: number; progress?: string }): History {
    const { learningRate } = this.#options;
    const { history } = this;
    recoverSoon();
    while (history.steps < steps && history.divergedAt === undefined) {
      this.#ask(steps);
      const rate = rateAt(learningRate, history.steps);
      history.add(this.#do(this.#queue.take(), rate), [rate]);
      if (progress) showProgress(progress, { done: history.steps, steps, histories: [history] });
      this.#checkpoint?.saveIfDue();
    }
    this.#checkpoint?.save();
    return history;
  }

  /** The same, which is kept on WebGPU too: nothing can be read during a run there, so it is in pieces. */
  async runKept({ steps, progress }: { steps: number; progress?: string }): Promise<History> {
    const piece = device.readsSynchronously ? Infinity : 200;
    do {
      this.run({ steps: Math.min(steps, this.history.steps + piece), progress });
      if (!device.readsSynchronously) await this.#checkpoint?.saveLater();
    } while (this.history.steps < steps && this.history.divergedAt === undefined);
    return this.history;
  }

  /** Time that steps have waited for their batches, in ms. */
  get waitedMs(): number {
    return this.#queue.waitedMs;
  }

  /** Ends the second thread and frees the graph; the model and the history stay. */
  [Symbol.dispose](): void {
    this.#queue[Symbol.dispose]();
    this.#step.dispose();
    this.#rows.dispose();
    this.#optimizer.dispose();
  }

  /** Fills the queue with the batches of the next steps. */
  #ask(steps: number): void {
    for (; this.#queue.free > 0 && this.#asked < steps; this.#asked++) {
      const seed = seedFor(this.#options.seed, this.#asked);
      this.#queue.ask(this.#batches.rows(this.#asked), seed);
    }
  }

  /** One step: loss and share of right answers before it. */
  #do({ images, labels }: ImageBatch, rate: number): Piece {
    const { size } = this.#set;
    return tf.tidy(() => {
      const x = tf.tensor4d(images, [labels.length, size, size, 3]);
      const scores = this.#step(x, tf.tensor1d(labels, "int32"), tf.scalar(rate));
      return perNet(scores.expandDims(0))[0];
    });
  }

  #keptIn(
    checkpoint: ImageTrainerOptions["checkpoint"],
    model: tf.LayersModel,
  ): Checkpoint | undefined {
    if (checkpoint === undefined) return undefined;
    const where = typeof checkpoint === "string" ? { path: checkpoint } : checkpoint;
    const { seed, batchSize, learningRate } = this.#options;
    const training = { seed, batchSize, rate: rateAt(learningRate, 0) };
    const variables = () => [...variablesOf(model.weights), ...this.#optimizer.state];
    const histories = [this.history];
    return new Checkpoint({ ...where, training, histories, variables, savedLater: true });
  }
}
