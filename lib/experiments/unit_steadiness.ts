import { match } from "ts-pattern";
import { scaledDigits } from "../datasets/standardize.ts";
import { normalizedMlp } from "../models/normalized_mlp.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { noisyBatchNormLayer } from "../normalization/noisy_batch_norm.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";
import { trainNets } from "./train_nets.ts";

/** ReLU nets of layers of 100 units with He's weights. */
export interface UnitSteadinessOptions {
  norm: "none" | "batch" | "noisy";
  depth: number;
  learningRate: number;
  steps: number;
  seeds: readonly number[];
}

/** How steady the inputs of the last ReLU are from batch to batch, in a trained net. */
export interface UnitSteadinessRow {
  seed: number;
  /** Standard deviation over batches of a unit's mean, in its standard deviations; median over the units. */
  meanMoves: number;
}

/** Batches that are compared, and digits in each. */
const [batches, batchSize] = [40, 100];

/** Trains such nets, and looks at their units in 40 batches, as in training. */
export const unitSteadiness = remember(measure);

async function measure(options: UnitSteadinessOptions): Promise<UnitSteadinessRow[]> {
  const { norm, depth, learningRate, steps, seeds } = options;
  const shape = { inputs: 784, hidden: Array<number>(depth).fill(100), outputs: 10 };
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) =>
      normalizedMlp({
        ...{ ...shape, activation: "relu", gain: 2, seed },
        norm: (l) => normOf(norm, l),
      }),
    variants: [{ learningRate }],
    ...{ seeds, steps, batchSize },
    measure: (model, { train }) => {
      const last = model.getLayer(`activation_${depth}`);
      const look = tf.model({ inputs: model.inputs, outputs: last.input });
      const found = tf.split(train.x.slice([0, 0], [batches * batchSize, -1]), batches)
        .map((x) => tf.moments(look.apply(x, { training: true }) as tf.Tensor, 0));
      const moves = tf.moments(tf.stack(found.map(({ mean }) => mean)), 0).variance;
      const own = tf.stack(found.map(({ variance }) => variance)).mean(0);
      const sorted = tf.topk(moves.div(own).sqrt(), 51).values as tf.Tensor1D;
      return sorted.slice(50, 1);
    },
    title: `training ${seeds.length} nets of ${depth} layers, normalization: ${norm}`,
  });
  return rows.map(({ seed, measured: [meanMoves] }) => ({ seed, meanMoves }));
}

function normOf(norm: UnitSteadinessOptions["norm"], l: number): tf.layers.Layer | undefined {
  return match(norm)
    .with("none", () => undefined)
    .with("batch", () => batchNormLayer({ momentum: 0.9 }))
    .with("noisy", () => noisyBatchNormLayer({ momentum: 0.9, seed: l }))
    .exhaustive();
}
