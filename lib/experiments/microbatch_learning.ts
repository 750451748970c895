import { match } from "ts-pattern";
import { scaledDigits } from "../datasets/standardize.ts";
import { normalizedMlp } from "../models/normalized_mlp.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { batchRenormLayer } from "../normalization/batch_renorm_layer.ts";
import { layerNormLayer } from "../normalization/layer_norm_layer.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { compile } from "../tensorflow/compile/compile.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { accuracy, classification, evaluate, type LabelledRows } from "../training/losses.ts";
import { variablesOf } from "../training/variables_of.ts";
import { shortened } from "./learning_with_norm.ts";
import { remember } from "./remember.ts";
import type { SplitRows } from "./train_nets.ts";

/**
 * Nets of three layers of 100 ReLU units, trained on the same batches of 64 digits. They differ in which
 * digits of a batch are normalized together.
 */
export interface MicrobatchLearningOptions {
  norm: "batch" | "renorm" | "layer";
  /** Digits that share their statistics; divides 64. */
  microbatch: number;
  /** Whether each batch is sorted by class before it is cut, so that a microbatch holds few classes. */
  sorted: boolean;
  learningRates: readonly number[];
  steps: number;
  seeds: readonly number[];
}

/** How one net learned. */
export interface MicrobatchLearningRow {
  learningRate: number;
  seed: number;
  /** Share of right answers in the batches of the last tenth of the training, as it was trained. */
  trainAccuracy: number;
  /** On the test digits, in inference. */
  accuracy: number;
}

/** Examples of a batch. */
const batchSize = 64;

/** Trains such nets by gradient descent. */
export const microbatchLearning = remember(learn);

async function learn(options: MicrobatchLearningOptions): Promise<MicrobatchLearningRow[]> {
  const { learningRates, seeds } = options;
  const runs = learningRates.flatMap((learningRate) =>
    seeds.map((seed) => ({ learningRate, seed }))
  );
  const found = tf.tidy(() => {
    const data = scaledDigits("together");
    const classes = data.train.labels.dataSync();
    return tf.stack(runs.map((run) => tf.tidy(() => train({ ...options, ...run }, data, classes))));
  });
  const values = await take(found);
  return runs.map((run, k) => ({
    ...run,
    trainAccuracy: values[2 * k],
    accuracy: values[2 * k + 1],
  }));
}

/** Accuracy at the end of the training, and on the test digits [2]. */
function train(
  options: MicrobatchLearningOptions & { learningRate: number; seed: number },
  { train, test }: SplitRows,
  classes: ArrayLike<number>,
): tf.Tensor {
  const { learningRate, seed, steps } = options;
  const shape = { inputs: 784, hidden: [100, 100, 100], outputs: 10 };
  const norm = () => normOf(options);
  const model = normalizedMlp({ ...shape, activation: "relu", gain: 2, norm, seed });
  const weights = variablesOf(model.trainableWeights);
  const descend = compile((rows: tf.Tensor1D) => {
    const batch: LabelledRows = { x: train.x.gather(rows), labels: train.labels.gather(rows) };
    let score!: tf.Tensor;
    const { grads } = tf.variableGrads(() => {
      const logits = model.apply(batch.x, { training: true }) as tf.Tensor;
      score = tf.keep(accuracy(logits, batch));
      return classification(logits, batch).asScalar();
    }, weights);
    for (const w of weights) w.assign(w.sub(grads[w.name].mul(learningRate)));
    const result = score.clone();
    score.dispose();
    return result;
  }, { expectedSteps: steps });
  const rows = Array.from({ length: steps }, (_, step) => {
    const drawn = shuffledIndices(classes.length, seedFor(seed, 100 + step)).slice(0, batchSize);
    return options.sorted ? drawn.sort((a, b) => classes[a] - classes[b]) : drawn;
  });
  const flat = Int32Array.from(rows.flatMap((batch) => [...batch]));
  const scores = descend.many([tf.tensor2d(flat, [steps, batchSize], "int32")]) as tf.Tensor1D;
  descend.dispose();
  const last = Math.max(1, Math.floor(steps / 10));
  const result = tf.stack([
    scores.slice(steps - last, last).mean(),
    evaluate(model, test).gather(1),
  ]);
  model.dispose();
  return result;
}

function normOf({ norm, microbatch, steps }: MicrobatchLearningOptions): tf.layers.Layer {
  const statistics = { momentum: 0.9, microbatch };
  return match(norm)
    .with("batch", () => batchNormLayer(statistics))
    .with("renorm", () => batchRenormLayer({ ...statistics, schedule: shortened(steps) }))
    .with("layer", () => layerNormLayer({ kind: "layer" }))
    .exhaustive();
}
