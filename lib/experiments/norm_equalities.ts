import { batchNorm } from "../normalization/batch_norm.ts";
import {
  groupNorm,
  instanceNorm,
  layerNorm,
  rmsNorm,
  standardize,
} from "../normalization/layer_norm.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Two normalizations that should be one, and the largest difference of their outputs. */
export interface NormEqualityRow {
  equality: string;
  difference: number;
}

/** Compares normalizations on four images of 5 × 3 places and six channels (ε = 0). */
export async function normEqualities(seed: number): Promise<NormEqualityRow[]> {
  const named = tf.tidy(() => {
    const x = tf.randomNormal([4, 5, 3, 6], 2, 3, "float32", seed) as tf.Tensor4D;
    const rows = x.reshape([20, 18]) as tf.Tensor2D;
    const exact = { epsilon: 0 };
    const over = (axes: number[]) => standardize(x, { axes, epsilon: 0 });
    const centred = rows.sub(rows.mean(1, true));
    const pairs: Record<string, [tf.Tensor, tf.Tensor]> = {
      "group, 1 group = over places and channels": [
        groupNorm(x, { groups: 1, ...exact }),
        over([1, 2, 3]),
      ],
      "group, 6 groups = instance": [
        groupNorm(x, { groups: 6, ...exact }),
        over([1, 2]),
      ],
      "layer = over channels": [layerNorm(x, exact), over([3])],
      "batch = over examples and places": [batchNorm(x, exact).y, over([0, 1, 2])],
      "batch of one image = instance": [
        batchNorm(x.slice(0, 1), exact).y,
        instanceNorm(x.slice(0, 1), exact),
      ],
      "layer = batch of the transpose, transposed": [
        layerNorm(rows, exact),
        batchNorm(rows.transpose() as tf.Tensor2D, exact).y.transpose(),
      ],
      "RMS of centred examples = layer": [rmsNorm(centred, exact), layerNorm(rows, exact)],
      "layer of 7x = layer of x": [layerNorm(rows.mul(7), exact), layerNorm(rows, exact)],
      "layer of one example = its row of the batch": [
        layerNorm(rows.slice(0, 1), exact),
        layerNorm(rows, exact).slice(0, 1),
      ],
    };
    const differences = Object.values(pairs).map(([a, b]) => a.sub(b).abs().max());
    return { names: Object.keys(pairs), differences: tf.keep(tf.stack(differences)) };
  });
  const values = await take(named.differences);
  return named.names.map((equality, k) => ({ equality, difference: values[k] }));
}
