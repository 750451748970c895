import * as tf from "@tensorflow/tfjs";
import { type Geometry, reached, strides, touched } from "./conv2d_gradients.ts";
import { cutOut, spread } from "./spatial.ts";

/**
 * The gradient of a depthwise convolution with respect to its filter, `[rows, columns, channels,
 * multiplier]`: a depthwise convolution with the examples as further channels, summed over them.
 *
 * `x: [batch, height, width, channels]`, `dy: [batch, outHeight, outWidth, channels · multiplier]`.
 */
export function depthwiseFilterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, of: Geometry) {
  const { batchSize, filterHeight, filterWidth, inChannels, outHeight, outWidth } = of;
  const { height, width } = touched(of);
  const channels = batchSize * inChannels;
  const multiplier = of.outChannels / inChannels;
  const image = tf.transpose(cutOut(x, touched(of)), [1, 2, 0, 3]);
  const filter = tf.transpose(dy, [1, 2, 0, 3]);
  const gradients = tf.depthwiseConv2d(
    tf.reshape(image, [1, height, width, channels]) as tf.Tensor4D,
    tf.reshape(filter, [outHeight, outWidth, channels, multiplier]) as tf.Tensor4D,
    1,
    "valid",
    "NHWC",
    strides(of),
  );
  const byExample = [filterHeight * filterWidth, batchSize, inChannels * multiplier];
  return tf.reshape(tf.sum(tf.reshape(gradients, byExample), 1), of.filterShape) as tf.Tensor4D;
}

/**
 * The gradient of a depthwise convolution with respect to its input, `[batch, height, width,
 * channels]`: each output channel goes back through its own filter, turned by 180°.
 */
export function depthwiseInputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, of: Geometry) {
  const { filterHeight, filterWidth, inChannels, outChannels } = of;
  const turned = tf.reshape(tf.reverse(filter, [0, 1]), [
    filterHeight,
    filterWidth,
    outChannels,
    1,
  ]);
  const gradients = tf.depthwiseConv2d(
    cutOut(spread(dy, strides(of)), reached(of)),
    turned as tf.Tensor4D,
    1,
    "valid",
  );
  const byMultiplier = [-1, inChannels, outChannels / inChannels];
  return tf.reshape(tf.sum(tf.reshape(gradients, byMultiplier), 2), of.inShape) as tf.Tensor4D;
}
