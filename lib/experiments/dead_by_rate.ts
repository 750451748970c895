import { scaledDigits } from "../datasets/standardize.ts";
import { mlp } from "../models/mlp.ts";
import { tf } from "../tensorflow/tf.ts";
import { deadShare } from "./dead_by_layer.ts";
import { remember } from "./remember.ts";
import { type PlainRow, trainingPreset, trainNets } from "./train_nets.ts";

/** Nets of three hidden ReLU layers of 100 units that are trained with several rates. */
export interface DeadByRateOptions {
  learningRates: readonly number[];
  seeds?: readonly number[];
  steps?: number;
}

/** A trained net and its dead units. */
export interface DeadByRateRow extends PlainRow {
  learningRate: number;
  /**
   * Share of all hidden units that are 0 for every one of the 8,000 training digits; null where the
   * training diverged.
   */
  dead: number | null;
}

/** Trains He-initialized nets on digits and counts the units that are dead afterwards. */
export const deadByRate = remember(train);

async function train(options: DeadByRateOptions): Promise<DeadByRateRow[]> {
  const { learningRates, seeds, steps } = { ...trainingPreset(), ...options };
  const net = { inputs: 784, hidden: [100, 100, 100], outputs: 10, activation: "relu" } as const;
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) => mlp({ ...net, hidden: [...net.hidden], gain: 2, seed }),
    variants: learningRates.map((learningRate) => ({ learningRate })),
    measure: (model, { train }) => tf.stack([deadHidden(model, train.x)]) as tf.Tensor1D,
    seeds,
    steps,
    title: `training ${seeds.length} ReLU nets with ${learningRates.length} rates`,
  });
  return rows.map(({ variant, probes: _, measured: [dead], ...row }) => ({
    learningRate: learningRates[variant],
    dead: row.divergedAt === null ? dead : null,
    ...row,
  }));
}

/** The share of all hidden units of a perceptron that are 0 for every row of x. */
function deadHidden(model: tf.LayersModel, x: tf.Tensor): tf.Scalar {
  const hidden = model.layers.filter(({ name }) => name.startsWith("activation_"));
  const inside = tf.model({
    inputs: model.inputs,
    outputs: hidden.map((layer) => layer.output as tf.SymbolicTensor),
  });
  const outputs = [inside.predictOnBatch(x)].flat();
  return tf.stack(outputs.map(deadShare)).mean() as tf.Scalar;
}
