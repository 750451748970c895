import { residualMlp } from "../models/residual_mlp.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/**
 * The largest difference of a logit between an untrained net of SkipInit blocks and the same net
 * without its blocks.
 */
export async function distanceFromHead({ blocks }: { blocks: number }): Promise<number> {
  const gap = tf.tidy(() => {
    const net = { inputs: 11, width: 13, outputs: 3, kind: "skipInit", seed: 4 } as const;
    const deep = residualMlp({ ...net, blocks });
    const weights = deep.getWeights() as tf.Tensor2D[];
    const [w, b] = weights;
    const [last, lastBias] = weights.filter(({ shape }) => shape.at(-1) === 3);
    const x = tf.randomNormal([17, 11], 0, 1, "float32", 1) as tf.Tensor2D;
    const head = x.matMul(w).add(b).relu().matMul(last).add(lastBias);
    const difference = (deep.predictOnBatch(x) as tf.Tensor).sub(head).abs().max();
    deep.dispose();
    return difference;
  });
  const [value] = await take(gap);
  return value;
}
