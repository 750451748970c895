import * as tf from "@tensorflow/tfjs";
import { filterGradient, type Geometry, inputGradient } from "./conv2d_gradients.ts";
import { depthwiseFilterGradient, depthwiseInputGradient } from "./depthwise_gradients.ts";
import { segmentSum } from "./segment_sum.ts";

type Tensors = Record<string, tf.Tensor4D>;
type Attributes = Record<string, unknown>;
type Gradient = (tensors: Tensors, attributes: Attributes) => tf.Tensor;

/**
 * Gradients that training needs, composed from kernels that the wasm backend has, by kernel name.
 *
 * The backend lacks them (https://github.com/tensorflow/tfjs/issues/8474) but for
 * `Conv2DBackpropInput`, whose own loop is up to 12 times slower than the composed one.
 */
export const composedKernels: Record<string, Gradient> = {
  Conv2DBackpropFilter: ({ x, dy }, attrs) =>
    filterGradient(x, dy, geometry(x.shape, attrs.filterShape, attrs)),
  Conv2DBackpropInput: ({ dy, filter }, attrs) =>
    inputGradient(dy, filter, geometry(attrs.inputShape, filter.shape, attrs)),
  DepthwiseConv2dNativeBackpropFilter: ({ x, dy }, attrs) =>
    depthwiseFilterGradient(x, dy, geometry(x.shape, attrs.filterShape, attrs, true)),
  DepthwiseConv2dNativeBackpropInput: ({ dy, filter }, attrs) =>
    depthwiseInputGradient(dy, filter, geometry(attrs.inputShape, filter.shape, attrs, true)),
  UnsortedSegmentSum: ({ x, segmentIds }, attrs) =>
    segmentSum(x, segmentIds as unknown as tf.Tensor1D, attrs.numSegments as number),
};

/** Gives the wasm backend the kernels of `composedKernels`, in place of its own where it has one. */
export function registerComposedKernels(): void {
  for (const [kernelName, gradient] of Object.entries(composedKernels)) {
    if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) =>
        gradient(inputs as unknown as Tensors, attrs as Attributes),
    });
  }
}

function geometry(x: unknown, filter: unknown, attrs: Attributes, depthwise = false): Geometry {
  if ((attrs.dataFormat ?? "NHWC") !== "NHWC") {
    throw new RangeError(
      `Gradient of a convolution on wasm: dataFormat must be "NHWC", received ` +
        `"${attrs.dataFormat}": transpose to [batch, height, width, channels].`,
    );
  }
  type Arguments = Parameters<typeof tf.backend_util.computeConv2DInfo>;
  return tf.backend_util.computeConv2DInfo(
    x as Arguments[0],
    filter as Arguments[1],
    attrs.strides as Arguments[2],
    // TensorFlow.js refuses the gradient of a dilated convolution before it calls a kernel.
    1,
    attrs.pad as Arguments[4],
    attrs.dimRoundingMode as Arguments[5],
    depthwise,
  );
}
