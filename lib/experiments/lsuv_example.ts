import { someDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { orthogonal } from "../initializers/initializers.ts";
import { lsuv, type LsuvRow } from "../initializers/lsuv.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { denseLayers, drawMlpFrom, mlp } from "../models/mlp.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";

/** A perceptron of five hidden layers of 100 units. */
export interface LsuvExampleOptions {
  activation: MlpActivation;
  /** Variance of its biases; default 0. */
  biasVariance?: number;
  /** Scalings of one layer at most. */
  most: number;
  seed: number;
}

/** What LSUV makes of it on 500 digits: a row for each layer. */
export function lsuvExample(
  { activation, biasVariance = 0, most, seed }: LsuvExampleOptions,
): LsuvRow[] {
  let rows: LsuvRow[] = [];
  tf.tidy(() => {
    const x = someDigits(500, { scaling: "together" });
    const hidden = Array<number>(5).fill(100);
    const model = mlp({ inputs: 784, hidden, outputs: 10, activation, gain: 1, seed });
    drawMlpFrom(model, { kernel: (s) => orthogonal({ seed: s }), seed });
    denseLayers(model).forEach((layer, l) => {
      const [kernel, bias] = layer.getWeights();
      const draw = { variance: biasVariance, seed: seedFor(seed, 100 + l) };
      layer.setWeights([kernel, drawWeights([1, bias.size], draw).flatten()]);
    });
    rows = lsuv(model, x, { most, tolerance: 1e-4 });
    model.dispose();
  });
  return rows;
}
