import * as tf from "@tensorflow/tfjs";

/**
 * The sums `[count, ...]` of the rows of `x: [rows, ...]` that carry the same number in
 * `segments: [rows]`, as a product with a matrix of zeros and ones; it is the gradient of gather.
 */
export function segmentSum(x: tf.Tensor, segments: tf.Tensor1D, count: number): tf.Tensor {
  const [rows, ...rest] = x.shape;
  const members = tf.cast(tf.oneHot(tf.cast(segments, "int32"), count), "float32");
  const sums = tf.matMul(members, tf.reshape(tf.cast(x, "float32"), [rows, -1]), true, false);
  return tf.cast(tf.reshape(sums, [count, ...rest]), x.dtype);
}
