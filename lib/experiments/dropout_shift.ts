import { scaledDigits } from "../datasets/standardize.ts";
import { dropout } from "../models/dropout.ts";
import { normalizedMlp } from "../models/normalized_mlp.ts";
import { BatchNormLayer, batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { seedFor } from "../random/seeds.ts";
import { RandomStream } from "../tensorflow/random_stream.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";
import { trainNets } from "./train_nets.ts";

/** Variance of ReLU(z), z from N(0, 1), as it is over that behind dropout: the measured variance shift. */
export async function measuredShift(
  { keep, examples, seed }: { keep: number; examples: number; seed: number },
): Promise<number> {
  const stream = new RandomStream(seed);
  const ratio = tf.tidy(() => {
    const x = stream.normal([examples]).relu();
    return tf.moments(x).variance.div(tf.moments(stream.dropout(x, 1 - keep)).variance);
  });
  stream.dispose();
  return (await take(ratio))[0];
}

/** Nets of 100 ReLU units a layer with batch normalization, trained with dropout on digits. */
export interface DropoutShiftOptions {
  /** Probability with which a value is dropped. */
  rate: number;
  /** Whether dropout stands behind each activation, or only behind the last. */
  place: "behind" | "last";
  depth: number;
  learningRate: number;
  steps: number;
  seeds: readonly number[];
}

/** One normalization of a trained net. */
export interface DropoutShiftRow {
  seed: number;
  layer: number;
  /** Variance of its inputs in inference over the running variance, mean over the units. */
  measured: number;
  /** The same, predicted from weights and inputs in inference: v/(v + (1 − p)/p·Σ w²·E[x²]). */
  predicted: number;
}

/** Trains such nets, and measures the shift at each normalization. */
export const dropoutShift = remember(shiftByLayer);

async function shiftByLayer(options: DropoutShiftOptions): Promise<DropoutShiftRow[]> {
  const { rate, place, depth, learningRate, steps, seeds } = options;
  const shape = { inputs: 784, hidden: Array<number>(depth).fill(100), outputs: 10 };
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) =>
      normalizedMlp({
        ...{ ...shape, activation: "relu", gain: 2, seed },
        norm: (l) => batchNormLayer({ momentum: 0.9, name: `normalization_${l}` }),
        dropout: (l) =>
          place === "behind" || l === depth
            ? dropout({ rate, seed: seedFor(seed, -l) })
            : undefined,
      }),
    variants: [{ learningRate }],
    ...{ seeds, steps },
    measure: (model, { train }) =>
      tf.concat(
        model.layers.filter((layer) => layer instanceof BatchNormLayer).map((layer, index) => {
          const isBehindDropout = place === "behind" && index > 0;
          return shiftAt(model, layer, { x: train.x, drop: isBehindDropout ? rate : 0 });
        }),
      ) as tf.Tensor1D,
    title: `training ${seeds.length} nets with dropout`,
  });
  return rows.flatMap(({ seed, measured }) =>
    Array.from({ length: depth }, (_, index) => ({
      ...{ seed, layer: index + 1 },
      measured: measured[2 * index],
      predicted: measured[2 * index + 1],
    }))
  );
}

/** Measured and predicted shift of one normalization [2], means over its units. */
function shiftAt(
  model: tf.LayersModel,
  layer: tf.layers.Layer,
  { x, drop }: { x: tf.Tensor; drop: number },
): tf.Tensor1D {
  const dense = model.layers.find(({ output }) => output === layer.input)!;
  const ends = [layer.input, dense.input] as tf.SymbolicTensor[];
  const look = tf.model({ inputs: model.inputs, outputs: ends });
  const [u, inputs] = look.predictOnBatch(x) as tf.Tensor[];
  const variance = tf.moments(u, 0).variance;
  const kernel = dense.getWeights()[0].square();
  const added = inputs.square().mean(0, true).matMul(kernel as tf.Tensor2D).squeeze()
    .mul(drop / (1 - drop));
  return tf.stack([
    variance.div(layer.getWeights().at(-1)!).mean(),
    variance.div(variance.add(added)).mean(),
  ]) as tf.Tensor1D;
}
