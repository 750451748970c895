import * as tf from "@tensorflow/tfjs";

/** A rectangle of an image plane; it may reach beyond the plane, on every side. */
export interface Rectangle {
  /** First row, negative when above the plane. */
  top: number;
  /** First column, negative when left of the plane. */
  left: number;
  height: number;
  width: number;
}

/** A rectangle of `x: [batch, rows, columns, channels]`, with zeros where it reaches beyond. */
export function cutOut(x: tf.Tensor4D, { top, left, height, width }: Rectangle): tf.Tensor4D {
  const [, rows, columns] = x.shape;
  const framed = tf.pad(x, [
    [0, 0],
    [Math.max(0, -top), Math.max(0, top + height - rows)],
    [Math.max(0, -left), Math.max(0, left + width - columns)],
    [0, 0],
  ]);
  return tf.slice(framed, [0, Math.max(0, top), Math.max(0, left), 0], [-1, height, width, -1]);
}

/** `x: [batch, rows, columns, channels]` with `every - 1` zeros after each row and each column. */
export function spread(x: tf.Tensor4D, every: [number, number]): tf.Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  const tall = followByZeros(x, [batch * rows, columns * channels], every[0]);
  const wide = followByZeros(tall, [batch * rows * every[0] * columns, channels], every[1]);
  return tf.reshape(wide, [batch, rows * every[0], columns * every[1], channels]);
}

function followByZeros(x: tf.Tensor, [count, size]: [number, number], every: number): tf.Tensor {
  if (every === 1) return x;
  return tf.pad(tf.reshape(x, [count, 1, size]), [[0, 0], [0, every - 1], [0, 0]]);
}
