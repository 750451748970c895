import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { denseLayers, drawMlpWeights, mlp } from "../models/mlp.ts";
import { seedFor } from "../random/seeds.ts";
import { symmetricEigen } from "../statistics/symmetric_eigen.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { classification } from "../training/losses.ts";
import { remember } from "./remember.ts";
import { type PlainRow, trainingPreset, trainNets } from "./train_nets.ts";

/**
 * How the units of the hidden layer begin: each drawn for itself; all with the same weights in and
 * out; the same in and different ones out; the same, with dropout; or the same up to a millionth.
 */
export type EqualStart =
  | "drawn"
  | "equal"
  | "equal in, drawn out"
  | "equal, with dropout"
  | "equal up to a millionth";

/** Standard deviation of the small difference, in that of the weights. */
const millionth = 1e-6;

/** A net with one hidden layer of 30 tanh units. */
export interface EqualUnitsOptions {
  start: EqualStart;
  seeds?: readonly number[];
  steps?: number;
}

/** A trained net and how different its units have become. */
export interface EqualUnitsRow extends PlainRow {
  start: EqualStart;
  /** Second singular value of the weights [784, 30] over the first: 0 for a matrix of rank 1. */
  secondDirection: number;
}

const units = 30;
const rest = { outputs: 10, activation: "tanh" } as const;

/** Trains such nets on digits, and looks at the rank of the hidden layer's weights. */
export const equalUnits = remember(train);

async function train(options: EqualUnitsOptions): Promise<EqualUnitsRow[]> {
  const { start, seeds, steps } = { ...trainingPreset(), ...options };
  const shape = { inputs: 784, hidden: [units], ...rest };
  const dropout = start === "equal, with dropout" ? 0.5 : 0;
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) => mlp({ ...shape, dropout, gain: 1, seed }),
    variants: [{ learningRate: 0.3, prepare: (model, seed) => begin(model, { start, seed }) }],
    measure: (model) => {
      const weights = denseLayers(model)[0].getWeights()[0] as tf.Tensor2D;
      return weights.matMul(weights, true).flatten() as tf.Tensor1D;
    },
    seeds,
    steps,
    title: `training ${seeds.length} nets, units ${start}`,
  });
  return rows.map(({ variant: _v, probes: _p, measured, ...row }) => ({
    ...{ start, secondDirection: secondDirection(measured) },
    ...row,
  }));
}

/** Draws the weights of a perceptron with one hidden layer, and makes its units alike. */
export function begin(
  model: tf.LayersModel,
  { start, seed }: { start: EqualStart; seed: number },
): void {
  drawMlpWeights(model, { gain: 1, seed });
  if (start === "drawn") return;
  const [first, second] = denseLayers(model);
  tf.tidy(() => {
    const drawn = first.getWeights()[0];
    const [inputs, count] = drawn.shape;
    const column = drawWeights([inputs!, 1], { variance: 1 / inputs!, seed: seedFor(seed, 10) });
    const small = start === "equal up to a millionth" ? millionth : 0;
    first.setWeights([column.tile([1, count!]).add(drawn.mul(small)), tf.zeros([count!])]);
    if (start === "equal in, drawn out") return;
    const outputs = second.getWeights()[1].size;
    // All units say the same: for logits of the usual size each must say it more softly.
    const row = drawWeights([1, outputs], { variance: 1 / count! ** 2, seed: seedFor(seed, 11) });
    second.setWeights([row.tile([count!, 1]), tf.zeros([outputs])]);
  });
}

/** √(λ₂/λ₁) of WᵀW [units · units]. */
function secondDirection(gram: number[]): number {
  const rows = Array.from({ length: units }, (_, i) => gram.slice(i * units, (i + 1) * units));
  const { values } = symmetricEigen(rows);
  return Math.sqrt(Math.max(0, values.at(-2)!) / values.at(-1)!);
}

/** How the first gradient of the hidden layer's weights [784, units] varies. */
export interface FirstGradientRow {
  start: EqualStart;
  /** Largest difference between units, over the largest entry. */
  acrossUnits: number;
  /** Largest difference between inputs, over the largest entry. */
  acrossInputs: number;
}

/** The gradient of such a net in its first batch, 100 digits, before any update. */
export async function firstGradient(start: EqualStart): Promise<FirstGradientRow> {
  const spreads = tf.tidy(() => {
    const { x, labels } = scaledDigits("together").train;
    const model = mlp({ inputs: 784, hidden: [units], ...rest, gain: 1, seed: 1 });
    begin(model, { start, seed: 1 });
    const batch = { x: x.slice(0, 100), labels: labels.slice(0, 100) };
    const { grads } = tf.variableGrads(() =>
      classification(model.apply(batch.x) as tf.Tensor, batch).asScalar()
    );
    const gradient = grads[denseLayers(model)[0].trainableWeights[0].name];
    const spread = (axis: number) => gradient.max(axis).sub(gradient.min(axis)).max();
    const found = tf.stack([spread(1), spread(0)]).div(gradient.abs().max());
    model.dispose();
    return found;
  });
  const [acrossUnits, acrossInputs] = await take(spreads);
  return { start, acrossUnits, acrossInputs };
}
