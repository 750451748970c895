import * as tf from "@tensorflow/tfjs";
import { cutOut, spread } from "./spatial.ts";

/** Sizes, strides and padding of a convolution, as TensorFlow.js computes them. */
export type Geometry = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/**
 * The gradient of a convolution with respect to its filter, `[rows, columns, in, out]`, as one more
 * convolution: examples and channels change places, and the strides become dilations.
 *
 * `dW[r, c, i, o] = Σ_{n, y, x} X[n, s·y + r, s·x + c, i] · dY[n, y, x, o]`, where
 * `x: [batch, height, width, in]` (padded to X) and `dy: [batch, outHeight, outWidth, out]`.
 */
export function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, of: Geometry): tf.Tensor4D {
  const images = tf.transpose(cutOut(x, touched(of)), [3, 1, 2, 0]);
  const filters: tf.Tensor4D = tf.transpose(dy, [1, 2, 0, 3]);
  const gradient = tf.conv2d(images, filters, 1, "valid", "NHWC", strides(of));
  return tf.transpose(gradient, [1, 2, 0, 3]);
}

/**
 * The gradient of a convolution with respect to its input, `[batch, height, width, in]`: the
 * convolution of `dy`, its values spread out by the strides, with the filter turned by 180°.
 */
export function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, of: Geometry): tf.Tensor4D {
  const turned: tf.Tensor4D = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(cutOut(spread(dy, strides(of)), reached(of)), turned, 1, "valid");
}

/** The part of the padded input that the filter touches. */
export function touched(of: Geometry) {
  return {
    top: -of.padInfo.top,
    left: -of.padInfo.left,
    height: (of.outHeight - 1) * of.strideHeight + of.filterHeight,
    width: (of.outWidth - 1) * of.strideWidth + of.filterWidth,
  };
}

/** The part of the spread-out output gradient that reaches the input through the filter. */
export function reached(of: Geometry) {
  return {
    top: of.padInfo.top - of.filterHeight + 1,
    left: of.padInfo.left - of.filterWidth + 1,
    height: of.inHeight + of.filterHeight - 1,
    width: of.inWidth + of.filterWidth - 1,
  };
}

/** The strides of a convolution by rows and by columns. */
export function strides(of: Geometry): [number, number] {
  return [of.strideHeight, of.strideWidth];
}
