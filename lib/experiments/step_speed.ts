import { mlp } from "../models/mlp.ts";
import { compile } from "../tensorflow/compile/compile.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { preset } from "./scale.ts";

/** How long a step of training takes on this machine, one way or another. */
export interface StepSpeedRow {
  way: "kernel by kernel" | "one graph" | "one graph, many steps a call";
  /** The fastest of three times, ms. */
  milliseconds: number;
  /** How many times as fast as kernel by kernel. */
  ratio: number;
}

/**
 * Times a step of gradient descent, 100 random inputs through five layers of 100 units, as
 * TensorFlow.js runs it and compiled. Other programs on the machine are in the times.
 */
export function stepSpeed(): StepSpeedRow[] {
  const steps = preset({ tiny: 5, laptop: 20, gpu: 20 });
  return tf.tidy(() => {
    const hidden = Array(5).fill(100);
    const model = mlp({ inputs: 784, hidden, outputs: 10, activation: "tanh", gain: 1, seed: 1 });
    const x = tf.randomNormal([steps, 100, 784], 0, 1, "float32", 1);
    const labels = tf.zeros([100], "int32") as tf.Tensor1D;
    const optimizer = tf.train.sgd(0.01);
    const step = (inputs: tf.Tensor) =>
      optimizer.minimize(() => crossEntropy(model.apply(inputs) as tf.Tensor2D, labels), true)!;
    const compiled = compile(step);
    const batch = x.gather(0);
    const each = (one: (inputs: tf.Tensor) => tf.Tensor) => () => {
      for (let k = 0; k < steps; k++) tf.tidy(() => void one(batch));
    };
    const times = {
      "kernel by kernel": fastest(each(step)),
      "one graph": fastest(each(compiled)),
      "one graph, many steps a call": fastest(() => compiled.many([x]).dispose()),
    };
    compiled.dispose();
    optimizer.dispose();
    model.dispose();
    const slowest = times["kernel by kernel"];
    return Object.entries(times).map(([way, time]) => ({
      way: way as StepSpeedRow["way"],
      milliseconds: time / steps,
      ratio: slowest / time,
    }));
  });
}

/** The fastest of three runs after two to warm up, ms. */
function fastest(run: () => void): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times.slice(2));
}
