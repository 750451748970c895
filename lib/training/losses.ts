import { tf } from "../tensorflow/tf.ts";

/** Inputs as rows and the class of each. */
export interface LabelledRows {
  /** [N, ...] */
  x: tf.Tensor;
  /** [N], int32 */
  labels: tf.Tensor1D;
}

/** What training makes small: the outputs [batch, ...] of a net and the batch give a scalar. */
export type Loss = (outputs: tf.Tensor, batch: LabelledRows) => tf.Tensor;

/** Mean of −ln p(label) over the examples, in nats: logits [N, classes], labels [N]. */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, logits.shape[1]), logits) as tf.Scalar;
}

/** {@linkcode crossEntropy} as a loss for training. */
export const classification: Loss = (outputs, { labels }) =>
  crossEntropy(outputs as tf.Tensor2D, labels);

/** Mean squared difference of the outputs to the inputs, as an autoencoder is trained. */
export const reconstruction: Loss = (outputs, { x }) => outputs.sub(x).square().mean();

/**
 * Cross-entropy of the inputs, numbers from 0 to 1, with the sigmoids of the outputs; mean over
 * examples and features, in nats. Its gradient by an output is (σ(output) − input)/count.
 */
export const logisticReconstruction: Loss = (outputs, { x }) =>
  tf.losses.sigmoidCrossEntropy(x, outputs) as tf.Scalar;

/** Share of right answers: the largest of the logits [N, classes] is that of the label. */
export const accuracy: Loss = (outputs, { labels }) =>
  outputs.argMax(1).equal(labels).cast("float32").mean();

/** Loss in nats and share of right answers of a classifier on labelled rows: [2]. */
export function evaluate(model: tf.LayersModel, data: LabelledRows): tf.Tensor1D {
  return tf.tidy(() => {
    const logits = model.predictOnBatch(data.x) as tf.Tensor;
    return tf.stack([classification(logits, data), accuracy(logits, data)]) as tf.Tensor1D;
  });
}
