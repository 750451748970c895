import { progress } from "../jupyter/progress.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { device, tf } from "../tensorflow/tf.ts";

/** Inputs as rows and the class of each. */
export interface LabelledRows {
  /** [N, features] */
  x: tf.Tensor2D;
  /** [N], int32 */
  labels: tf.Tensor1D;
}

/** A line of progress over several runs. */
export interface RunProgress {
  title: string;
  /** Steps of the runs before this one. */
  before: number;
  /** Steps of all runs together. */
  of: number;
}

/** How long and how fast to train. */
export interface TrainOptions {
  steps: number;
  batchSize: number;
  /** Step size of plain gradient descent. */
  learningRate: number;
  /** Decides the order of the examples. */
  seed: number;
  /** Where this run stands among others that share one line of progress; none is shown without. */
  progress?: RunProgress;
}

/**
 * Trains a classifier with plain stochastic gradient descent and returns the loss of each step's
 * batch, in nats: [steps]. Nothing awaits, so that Jupyter's Stop ends it at once; read the losses
 * when all training is done.
 *
 * @throws {RangeError} when the batch is larger than the data or a number is not positive
 */
export function train(
  model: tf.LayersModel,
  data: LabelledRows,
  options: TrainOptions,
): tf.Tensor1D {
  checkOptions(data, options);
  const optimizer = tf.train.sgd(options.learningRate);
  const losses: tf.Scalar[] = [];
  for (const [step, batch] of batches(data.labels.size, options).entries()) {
    losses.push(trainStep(model, optimizer, data, batch));
    if (device.readsSynchronously) showProgress(options, { step, loss: losses[step] });
  }
  const stacked = tf.stack(losses) as tf.Tensor1D;
  tf.dispose(losses);
  optimizer.dispose();
  return stacked;
}

/** One update of all trainable weights; returns the loss before it. */
function trainStep(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  { x, labels }: LabelledRows,
  batch: Int32Array,
): tf.Scalar {
  return tf.tidy(() => {
    const rows = tf.tensor1d(batch, "int32");
    const [inputs, targets] = [x.gather(rows), labels.gather(rows)];
    return optimizer.minimize(
      () => crossEntropy(model.apply(inputs, { training: true }) as tf.Tensor2D, targets),
      true,
    )!;
  });
}

/** Mean of −ln p(label) over the examples, in nats: logits [N, classes], labels [N]. */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, logits.shape[1]), logits) as tf.Scalar;
}

/** Loss in nats and share of right answers of a classifier on labelled rows: [2]. */
export function evaluate(model: tf.LayersModel, { x, labels }: LabelledRows): tf.Tensor1D {
  return tf.tidy(() => {
    const logits = model.predictOnBatch(x) as tf.Tensor2D;
    const right = logits.argMax(1).equal(labels).cast("float32").mean();
    return tf.stack([crossEntropy(logits, labels), right]) as tf.Tensor1D;
  });
}

/** The rows of each step's batch: every example once an epoch, in a new order each epoch. */
function batches(count: number, { steps, batchSize, seed }: TrainOptions): Int32Array[] {
  const perEpoch = Math.floor(count / batchSize);
  let order: Uint32Array = new Uint32Array();
  return Array.from({ length: steps }, (_, step) => {
    const inEpoch = step % perEpoch;
    if (inEpoch === 0) order = shuffledIndices(count, seedFor(seed, step));
    return Int32Array.from(order.subarray(inEpoch * batchSize, (inEpoch + 1) * batchSize));
  });
}

function checkOptions({ labels }: LabelledRows, options: TrainOptions): void {
  const { steps, batchSize, learningRate } = options;
  if (!(batchSize >= 1 && batchSize <= labels.size)) {
    throw new RangeError(
      `train(): batchSize must be from 1 to the ${labels.size} examples, received ${batchSize}`,
    );
  }
  if (!(steps >= 1)) throw new RangeError(`train(): steps must be at least 1, received ${steps}`);
  if (!(learningRate > 0)) {
    throw new RangeError(`train(): learningRate must be above 0, received ${learningRate}`);
  }
}

function showProgress(
  { progress: run }: TrainOptions,
  { step, loss }: { step: number; loss: tf.Scalar },
): void {
  if (!run) return;
  const note = () => `loss ${loss.dataSync()[0].toFixed(3)}`;
  progress(run.title, { done: run.before + step + 1, of: run.of, note });
}
