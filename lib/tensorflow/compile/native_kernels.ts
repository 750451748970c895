import { engineState } from "../engine_state.ts";
import { tf } from "../tf.ts";
import type { Hooks } from "./hooks.ts";
import { execute } from "./native_backend.ts";
import { imageKernels, trainingCall } from "./training_batch_norm.ts";

/**
 * Kernels of TensorFlow for gradients that TensorFlow.js puts together from several: the kernel's
 * name, and its inputs from the gradient of the output and what the forward pass saved.
 */
const gradientKernels: Record<string, [op: string, inputs: Arrange]> = {
  Relu: ["ReluGrad", (dy, x) => [dy, x]],
  Relu6: ["Relu6Grad", (dy, x) => [dy, x]],
  Sigmoid: ["SigmoidGrad", (dy, y) => [y, dy]],
  Tanh: ["TanhGrad", (dy, y) => [y, dy]],
  Softplus: ["SoftplusGrad", (dy, x) => [dy, x]],
};

type Arrange = (dy: tf.Tensor, saved: tf.Tensor) => tf.Tensor[];

/**
 * While a step is recorded, takes TensorFlow's own kernels where TensorFlow.js has none.
 *
 * @param fused whether batch normalization of images takes TensorFlow's fused kernels
 */
export function useNativeKernels(hooks: Hooks, { fused }: { fused: boolean }): void {
  for (const name of Object.keys(gradientKernels)) useNativeGradient(name, hooks);
  const { prototype } = tf.layers.batchNormalization({}).constructor as {
    prototype: Parameters<typeof trainingCall>[0];
  };
  hooks.replace(prototype, "call", () => trainingCall(prototype));
  hooks.replace(imageKernels, "fused", () => fused);
}

function useNativeGradient(kernelName: string, hooks: Hooks): void {
  const original = tf.getGradient(kernelName);
  const [op, inputs] = gradientKernels[kernelName];
  hooks.onRestore(() => register(original));
  register({
    ...original,
    gradFunc: (dy, saved, attributes) => {
      // The kernels have no gradient of their own: a gradient of a gradient takes the long way.
      if (engineState().gradientDepth > 0) return original.gradFunc(dy, saved, attributes);
      return { x: () => execute(op, inputs(dy as tf.Tensor, saved[0])) };
    },
  });
}

function register(gradient: Parameters<typeof tf.registerGradient>[0]): void {
  tf.unregisterGradient(gradient.kernelName);
  tf.registerGradient(gradient);
}
