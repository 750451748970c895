import { scaledDigits } from "../datasets/standardize.ts";
import { drawWeights } from "../initializers/draw_weights.ts";
import { batchNorm } from "../normalization/batch_norm.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { compile } from "../tensorflow/compile/compile.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { crossEntropy } from "../training/losses.ts";
import { remember } from "./remember.ts";

/** Gradient descent with weight decay on weights before a batch normalization. */
export interface NormEquilibriumOptions {
  learningRate: number;
  /** λ: the loss has λ/2·|w|² more. */
  weightDecay: number;
  /** n·Var(W) of the first weights. */
  gain: number;
  steps: number;
  /** Every how many steps it is looked at. */
  every: number;
  seeds: readonly number[];
}

/** The hidden weights at one step. */
export interface NormEquilibriumRow {
  seed: number;
  step: number;
  /** |w| of all hidden weights. */
  norm: number;
  /** |g|·|w|: the length of the gradient (without decay) if the weights had length 1. */
  unitGradient: number;
  /** Angle in radians by which the weights turn in the step. */
  angle: number;
}

/** Follows the length of the weights and the angle of their steps; batches of 100 digits, 50 units. */
export const normEquilibrium = remember(follow);

async function follow(options: NormEquilibriumOptions): Promise<NormEquilibriumRow[]> {
  const { steps, every, seeds } = options;
  const found = tf.tidy(() => tf.stack(seeds.map((seed) => run(options, seed))));
  const values = await take(found);
  const looks = Math.floor(steps / every);
  return seeds.flatMap((seed, s) =>
    Array.from({ length: looks }, (_, k) => {
      const at = 3 * (s * looks + k);
      const [norm, unitGradient, angle] = values.subarray(at, at + 3);
      return { seed, step: (k + 1) * every, norm, unitGradient, angle };
    })
  );
}

/** Norm, gradient and angle at each look [looks, 3]. */
function run(
  { learningRate, weightDecay, gain, steps, every }: NormEquilibriumOptions,
  seed: number,
): tf.Tensor {
  const { train } = scaledDigits("together");
  const count = train.labels.size;
  const hidden = tf.variable(drawWeights([784, 50], { variance: gain / 784, seed }));
  const out = tf.variable(drawWeights([50, 10], { variance: 1 / 50, seed: seedFor(seed, 1) }));
  const step = compile((rows: tf.Tensor1D) => {
    const x = train.x.gather(rows);
    const labels = train.labels.gather(rows);
    const loss = () =>
      crossEntropy(
        batchNorm(x.matMul(hidden)).y.relu().matMul(out) as tf.Tensor2D,
        labels,
      );
    const { grads } = tf.variableGrads(loss, [hidden, out]);
    const [g, dOut] = [grads[hidden.name], grads[out.name]];
    const length = (w: tf.Tensor) => w.square().sum().sqrt();
    const moved = hidden.sub(g.add(hidden.mul(weightDecay)).mul(learningRate));
    // |a/|a| − b/|b|| is the angle, as long as it is small.
    const angle = length(hidden.div(length(hidden)).sub(moved.div(length(moved))));
    const look = tf.stack([length(hidden), length(g).mul(length(hidden)), angle]);
    hidden.assign(moved as tf.Tensor2D);
    out.assign(out.sub(dOut.mul(learningRate)) as tf.Tensor2D);
    return look;
  }, { expectedSteps: steps });
  const batches = Array.from(
    { length: steps },
    (_, k) => shuffledIndices(count, seedFor(seed, 10 + k)).subarray(0, 100),
  );
  const rows = tf.tensor2d(
    Int32Array.from(batches.flatMap((batch) => [...batch])),
    [steps, 100],
    "int32",
  );
  const looks = step.many([rows]) as tf.Tensor2D;
  step.dispose();
  const last = tf.range(every - 1, steps, every, "int32");
  tf.dispose([hidden, out]);
  return looks.gather(last);
}
