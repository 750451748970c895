/** A small problem that tests train on, and a net for it. */
import { tf } from "../../lib/tensorflow/tf.ts";
import type { LabelledRows } from "../../lib/training/losses.ts";

/** Three groups of points in five dimensions, far apart. */
export function groups(count: number): LabelledRows {
  return tf.tidy(() => {
    const labels = tf.tensor1d(Int32Array.from({ length: count }, (_, i) => i % 3), "int32");
    const centers = tf.oneHot(labels, 5).mul(6);
    return { x: tf.randomNormal([count, 5], 0, 1, "float32", 3).add(centers), labels };
  });
}

/** A net for {@linkcode groups}. */
export const net = {
  inputs: 5,
  hidden: [7],
  outputs: 3,
  activation: "tanh" as const,
  gain: 1,
  seed: 1,
};

/** All weights of a model. */
export function weightsOf(model: tf.LayersModel): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}
