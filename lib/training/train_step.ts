import { device, tf } from "../tensorflow/tf.ts";
import type { Piece } from "./history.ts";
import type { LabelledRows, Loss } from "./losses.ts";
import type { Optimizer } from "./optimizers.ts";
import type { Probe } from "./probes.ts";
import { variablesOf } from "./variables_of.ts";

/** A net with all that a step of its training needs. */
export interface Net {
  model: tf.LayersModel;
  data: LabelledRows;
  loss: Loss;
  score: Loss;
  optimizer: Optimizer;
  probe?: Probe;
}

/** Rows of the data for each net [nets, batch], int32, and the learning rate, a scalar. */
export interface StepArgs {
  rows: tf.Tensor;
  rate: tf.Tensor;
}

/** Loss and score of each net before the step [nets, 2], and what the probes found [nets, numbers]. */
export interface StepResult {
  scores: tf.Tensor;
  found?: tf.Tensor;
}

/** One step of every net: loss and score [nets, 2] before it, and what the probes found. */
export function trainStep(
  nets: Net[],
  { rows, rate }: StepArgs,
  { watched }: { watched: boolean },
): StepResult {
  const each = nets.map((net, k) => {
    const step = () => netStep(net, { rows: rows.gather(k), rate });
    return watched ? net.probe!.watch(step) : { result: step(), found: undefined };
  });
  const scores = tf.stack(each.map(({ result }) => result));
  return watched ? { scores, found: tf.stack(each.map(({ found }) => found!)) } : { scores };
}

function netStep(net: Net, { rows, rate }: StepArgs): tf.Tensor1D {
  const { model, data: { x, labels } } = net;
  const batch: LabelledRows = { x: x.gather(rows), labels: labels.gather(rows) };
  const weights = variablesOf(model.trainableWeights);
  let score!: tf.Tensor;
  const { value, grads } = tf.variableGrads(() => {
    const outputs = model.apply(batch.x, { training: true }) as tf.Tensor;
    score = tf.keep(net.score(outputs, batch));
    return tf.addN([net.loss(outputs, batch), ...model.calculateLosses()]).asScalar();
  }, weights);
  const moved = weights.filter(({ name }) => grads[name]);
  net.optimizer.update(moved, moved.map(({ name }) => grads[name]), rate as tf.Scalar);
  const result = tf.stack([value, score]) as tf.Tensor1D;
  score.dispose();
  return result;
}

/** Takes [steps, nets, numbers] apart into [steps, numbers] of each net. */
export function perNet(tensor: tf.Tensor): Piece[] {
  if (!device.readsSynchronously) {
    return tf.tidy(() => tf.unstack(tensor, 1)).map((piece) => tf.keep(piece));
  }
  const values = tensor.dataSync();
  const [steps, nets, width] = tensor.shape;
  return Array.from({ length: nets }, (_, net) => {
    const mine = new Float32Array(steps * width);
    for (let k = 0; k < steps; k++) {
      const start = (k * nets + net) * width;
      mine.set(values.subarray(start, start + width), k * width);
    }
    return mine;
  });
}
