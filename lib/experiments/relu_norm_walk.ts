import { seedFor } from "../random/seeds.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** One input through many independent ReLU nets of one width with gain 2, without biases. */
export interface ReluNormWalkOptions {
  /** Independent normal weights (He), the default, or √2 times orthogonal ones. */
  weights?: "normal" | "orthogonal";
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

function walk(nets: number, { width, depth, seed, weights }: ReluNormWalkOptions): tf.Tensor1D {
  const layer = weights === "orthogonal" ? orthogonalLayer : normalLayer;
  return tf.tidy(() => {
    let h: tf.Tensor = tf.ones([nets, 1, width]);
    for (let l = 0; l < depth; l++) h = tf.tidy(() => layer(h, seedFor(seed, l)).relu());
    return h.square().mean([1, 2]).log() as tf.Tensor1D;
  });
}

function normalLayer(h: tf.Tensor, seed: number): tf.Tensor {
  const [nets, , width] = h.shape;
  const shape = [nets, width, width] as [number, number, number];
  return h.matMul(tf.randomNormal(shape, 0, Math.sqrt(2 / width), "float32", seed));
}

/** An evenly drawn orthogonal matrix takes h to any point of the sphere of its length: no matrix needed. */
function orthogonalLayer(h: tf.Tensor, seed: number): tf.Tensor {
  const z = tf.randomNormal(h.shape, 0, 1, "float32", seed);
  const length = (x: tf.Tensor) => x.square().sum(2, true).sqrt();
  return z.div(length(z)).mul(length(h)).mul(Math.SQRT2);
}
