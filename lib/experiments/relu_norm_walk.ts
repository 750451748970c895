import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** One input through many independent He-initialized ReLU nets of one width, without biases. */
export interface ReluNormWalkOptions {
  width: number;
  depth: number;
  /** Number of independent nets. */
  nets: number;
  seed: number;
}

/** Nets that are drawn at once, so that their weights fit in memory. */
const together = 25;

/** ln(|h_L|² / |h_0|²) of each net: how far the squared norm has drifted after `depth` layers. */
export async function reluNormWalk(options: ReluNormWalkOptions): Promise<number[]> {
  const { nets } = options;
  const groups = Math.ceil(nets / together);
  const drift = tf.tidy(() =>
    tf.concat(
      Array.from({ length: groups }, (_, group) =>
        walk(Math.min(together, nets - group * together), {
          ...options,
          seed: seedFor(options.seed, group),
        })),
    )
  );
  const values = await take(drift);
  return [...values];
}

function walk(nets: number, { width, depth, seed }: ReluNormWalkOptions): tf.Tensor1D {
  return tf.tidy(() => {
    let h: tf.Tensor = tf.ones([nets, 1, width]);
    for (let l = 0; l < depth; l++) {
      h = tf.tidy(() => {
        const weights = tf.randomNormal(
          [nets, width, width],
          0,
          Math.sqrt(2 / width),
          "float32",
          seedFor(seed, l),
        );
        return h.matMul(weights).relu();
      });
    }
    return h.square().mean([1, 2]).log() as tf.Tensor1D;
  });
}
