import { match } from "ts-pattern";
import { drawWeights } from "../initializers/draw_weights.ts";
import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";

/** Blocks at initialization, with branches W·ReLU(x) and He's weights. */
export interface ResidualSignalOptions {
  kind: "plain" | "residual" | "scaled" | "normalized";
  blocks: number;
  width: number;
  examples: number;
  /** Inputs from N(0, 1), or their absolute values. */
  inputs?: "symmetric" | "positive";
  seeds: readonly number[];
}

/** What arrives behind some blocks, 0 for the inputs. */
export interface ResidualSignalRow {
  seed: number;
  block: number;
  /** Mean square over units and examples. */
  secondMoment: number;
  /** Variance of a unit between examples, averaged over the units. */
  batchVariance: number;
}

/** Sends inputs through freshly drawn blocks: a row for each block and seed. */
export const residualSignals = remember(send);

async function send(options: ResidualSignalOptions): Promise<ResidualSignalRow[]> {
  const { blocks, seeds } = options;
  const table = tf.tidy(() => tf.stack(seeds.map((seed) => tf.tidy(() => pass(options, seed)))));
  const values = await take(table);
  return seeds.flatMap((seed, s) =>
    Array.from({ length: blocks + 1 }, (_, block) => {
      const at = 2 * (s * (blocks + 1) + block);
      return { seed, block, secondMoment: values[at], batchVariance: values[at + 1] };
    })
  );
}

/** Both numbers behind each block [blocks + 1, 2]. */
function pass(options: ResidualSignalOptions, seed: number): tf.Tensor {
  const { kind, blocks, width, examples, inputs = "symmetric" } = options;
  const shape: [number, number] = [examples, width];
  const drawn = tf.randomNormal(shape, 0, 1, "float32", seedFor(seed, -1)) as tf.Tensor2D;
  let x = inputs === "positive" ? drawn.abs() : drawn;
  const rows = [describe(x)];
  for (let l = 0; l < blocks; l++) {
    const weights = drawWeights([width, width], { variance: 2 / width, seed: seedFor(seed, l) });
    const branch = (y: tf.Tensor2D) => y.relu().matMul(weights) as tf.Tensor2D;
    x = match(kind)
      .with("plain", () => branch(x))
      .with("residual", () => x.add(branch(x)))
      .with("scaled", () => x.add(branch(x).div(Math.sqrt(blocks))))
      .with("normalized", () => x.add(branch(normalize(x))))
      .exhaustive() as tf.Tensor2D;
    rows.push(describe(x));
  }
  return tf.stack(rows);
}

/** Each unit to mean 0 and variance 1 over the batch. */
function normalize(x: tf.Tensor2D): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 0);
  return x.sub(mean).div(variance.sqrt()) as tf.Tensor2D;
}

function describe(x: tf.Tensor2D): tf.Tensor1D {
  return tf.stack([x.square().mean(), tf.moments(x, 0).variance.mean()]) as tf.Tensor1D;
}
