import { scaledDigits } from "../datasets/standardize.ts";
import { denseLayers, mlp } from "../models/mlp.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { train } from "../training/train.ts";
import { remember } from "./remember.ts";

/** A ReLU net one of whose units begins with a large negative bias. */
export interface DeadUnitOptions {
  /** Bias of the first unit of the first layer. */
  bias: number;
  steps: number;
  seed: number;
}

/** How far the first layer has moved. */
export interface DeadUnitRow {
  /** Largest change of a weight, or the bias, of the unit with the large bias. */
  deadMoved: number;
  /** Largest change of those of the other units. */
  othersMoved: number;
}

/** Trains such a net of two hidden layers of 20 units on digits: one row. */
export const deadUnitStays = remember(run);

async function run({ bias, steps, seed }: DeadUnitOptions): Promise<DeadUnitRow[]> {
  const moved = tf.tidy(() => {
    const net = { inputs: 784, hidden: [20, 20], outputs: 10 };
    const model = mlp({ ...net, activation: "relu", gain: 2, seed });
    const [first] = denseLayers(model);
    first.setWeights([first.getWeights()[0], tf.oneHot(tf.scalar(0, "int32"), 20).mul(bias)]);
    const parameters = () => tf.concat([first.getWeights()[0], first.getWeights()[1].expandDims()]);
    const before = parameters();
    const { train: digits } = scaledDigits("together");
    const options = { batchSize: 100, learningRate: 0.05, steps, seed };
    train(model, digits, options).dispose();
    const each = parameters().sub(before).abs().max(0) as tf.Tensor1D;
    model.dispose();
    return tf.stack([each.slice(0, 1).max(), each.slice(1).max()]);
  });
  const [deadMoved, othersMoved] = await take(moved);
  return [{ deadMoved, othersMoved }];
}
