import { scaledDigits } from "../datasets/standardize.ts";
import { normalizedMlp } from "../models/normalized_mlp.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { tf } from "../tensorflow/tf.ts";
import { Trainer } from "../training/trainer.ts";

/** ReLU nets of layers of 100 units, of which every so many are normalized. */
export interface NormCostOptions {
  depth: number;
  /** Every how many layers have a batch normalization; 0 for none. */
  every: readonly number[];
  steps: number;
}

/** What a step of such a net takes. */
export interface NormCostRow {
  every: number;
  normalizations: number;
  /** Time of a step over that of the first of the nets. */
  time: number;
}

/** Times compiled steps with batches of 100 digits, the fastest of three rounds over all the nets. */
export function normCost({ depth, every, steps }: NormCostOptions): NormCostRow[] {
  return tf.tidy(() => {
    const { train } = scaledDigits("together");
    const hidden = Array<number>(depth).fill(100);
    const shape = { inputs: 784, hidden, outputs: 10, activation: "relu", gain: 2 } as const;
    const nets = every.map((k) => {
      const norm = (l: number) => k && l % k === 0 ? batchNormLayer() : undefined;
      const model = normalizedMlp({ ...shape, norm, seed: 1 });
      // Every net is compiled in one way, so that only the layers differ.
      const compile = { engine: "session" } as const;
      const trainer = new Trainer([model], train, { batchSize: 100, compile });
      return { k, model, trainer, fastest: Infinity };
    });
    for (let round = 0; round <= 3; round++) {
      for (const net of nets) {
        const start = performance.now();
        net.trainer.run({ steps, seeds: [1], learningRate: 0.01 }).forEach((h) => h.dispose());
        if (round > 0) net.fastest = Math.min(net.fastest, performance.now() - start);
      }
    }
    for (const { model, trainer } of nets) {
      trainer.dispose();
      model.dispose();
    }
    return nets.map(({ k, fastest }) => ({
      every: k,
      normalizations: k === 0 ? 0 : Math.floor(depth / k),
      time: fastest / nets[0].fastest,
    }));
  });
}
