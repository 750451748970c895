import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";

/** A batch normalization that sees batches of N(mean, sd²), and changes nothing but its statistics. */
export interface RunningStatisticsOptions {
  momenta: readonly number[];
  mean: number;
  sd: number;
  batchSize: number;
  steps: number;
  seeds: readonly number[];
}

/** Running statistics of one feature after a step; 0 is the start. */
export interface RunningStatisticsRow {
  momentum: number;
  seed: number;
  step: number;
  mean: number;
  variance: number;
}

/** Follows the running statistics on their way to those of the data. Each seed is one feature. */
export const runningStatistics = remember(follow);

async function follow(options: RunningStatisticsOptions): Promise<RunningStatisticsRow[]> {
  const { momenta, mean, sd, batchSize, steps, seeds } = options;
  const shape = [batchSize, seeds.length];
  const found = tf.tidy(() =>
    tf.stack(momenta.map((momentum) => {
      const input = tf.input({ shape: [seeds.length] });
      const layer = batchNormLayer({ momentum });
      const model = tf.model({ inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
      const statistics = () => tf.stack(layer.getWeights().slice(2));
      const looks = [statistics()];
      for (let step = 1; step <= steps; step++) {
        const batch = tf.randomNormal(shape, mean, sd, "float32", seedFor(seeds[0], step));
        model.apply(batch, { training: true });
        looks.push(statistics());
      }
      model.dispose();
      return tf.stack(looks);
    }))
  );
  const values = await take(found);
  const at = (index: number[]) =>
    values[((index[0] * (steps + 1) + index[1]) * 2 + index[2]) * seeds.length + index[3]];
  return momenta.flatMap((momentum, m) =>
    seeds.flatMap((seed, s) =>
      Array.from({ length: steps + 1 }, (_, step) => ({
        ...{ momentum, seed, step },
        mean: at([m, step, 0, s]),
        variance: at([m, step, 1, s]),
      }))
    )
  );
}
