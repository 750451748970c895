import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { logisticReconstruction } from "../training/losses.ts";

/** The gradient of the reconstruction loss by one output, as TensorFlow.js finds it. */
export async function logisticGradient(
  { output, input }: { output: number; input: number },
): Promise<number> {
  const gradient = tf.tidy(() => {
    const data = { x: tf.tensor2d([[input]]), labels: tf.zeros([1], "int32") as tf.Tensor1D };
    const loss = (outputs: tf.Tensor) => logisticReconstruction(outputs, data);
    return tf.grad(loss)(tf.tensor2d([[output]]));
  });
  return (await take(gradient))[0];
}
