import { someDigits } from "../datasets/standardize.ts";
import {
  glorot,
  he,
  orthogonal,
  pytorchDefault,
  scaled,
  type VarianceLaw,
} from "../initializers/initializers.ts";
import { lsuv } from "../initializers/lsuv.ts";
import { drawMlpFrom } from "../models/mlp.ts";
import { tf } from "../tensorflow/tf.ts";

/** Digits on which LSUV looks at the layers' outputs. */
const lsuvExamples = 500;

const normal = (law: VarianceLaw) => (seed: number) => scaled({ law, seed });

/** Ways to draw the first weights of a perceptron, by name. */
const ways = {
  "Glorot": (model, seed) => drawMlpFrom(model, { kernel: normal(glorot), seed }),
  "He": (model, seed) => drawMlpFrom(model, { kernel: normal(he), seed }),
  "PyTorch's default": (model, seed) =>
    drawMlpFrom(model, {
      kernel: (s) => scaled({ law: pytorchDefault, distribution: "uniform", seed: s }),
      bias: pytorchDefault,
      seed,
    }),
  "heNormal of TF.js": (model, seed) =>
    drawMlpFrom(model, { kernel: (s) => tf.initializers.heNormal({ seed: s }), seed }),
  "orthogonal, gain 2": (model, seed) =>
    drawMlpFrom(model, { kernel: (s) => orthogonal({ gain: 2, seed: s }), seed }),
  "LSUV": (model, seed) => {
    drawMlpFrom(model, { kernel: (s) => orthogonal({ seed: s }), seed });
    const x = someDigits(lsuvExamples, { scaling: "together" });
    lsuv(model, x);
    x.dispose();
  },
} satisfies Record<string, (model: tf.LayersModel, seed: number) => void>;

/** Name of a way to begin. */
export type Start = keyof typeof ways;

/** All of them, in the order in which they are shown. */
export const allStarts = Object.keys(ways) as Start[];

/** Brings a perceptron to this beginning. */
export function beginFrom(start: Start, model: tf.LayersModel, seed: number): void {
  ways[start](model, seed);
}
