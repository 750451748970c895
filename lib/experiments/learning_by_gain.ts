import { mnist } from "../datasets/mnist.ts";
import { standardizedRows } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { drawMlpWeights, mlp } from "../models/mlp.ts";
import type { History } from "../training/history.ts";
import { evaluate, type LabelledRows } from "../training/losses.ts";
import { Trainer } from "../training/trainer.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { remember } from "./remember.ts";
import { preset } from "./scale.ts";

/** Deep nets that differ only in the scale of their first weights. */
export interface LearningByGainOptions {
  activation: MlpActivation;
  /** Values of n·Var(W) to compare. */
  gains: readonly number[];
  /** Number of hidden layers, of 100 units each. */
  hiddenLayers?: number;
  seeds?: readonly number[];
  steps?: number;
  learningRate?: number;
}

/** How one net learned. */
export interface LearningByGainRow {
  activation: MlpActivation;
  gain: number;
  seed: number;
  /** Loss (nats) of the first batch before any update, then the mean of each tenth of the training. */
  curve: { step: number; loss: number }[];
  /** Share of right answers on the 2,000 test digits. */
  accuracy: number;
}

/**
 * Trains nets of five hidden layers of 100 units on 8,000 MNIST digits, once for each gain and
 * seed; runs with the same seed see the same batches and the same draws, only scaled.
 */
export const learningByGain = remember(learn);

async function learn(options: LearningByGainOptions): Promise<LearningByGainRow[]> {
  const settings = { hiddenLayers: 5, learningRate: 0.1, ...defaults(), ...options };
  let runs: Run[] = [];
  tf.tidy(() => void (runs = trainEach(loadRows(), settings)));
  const rows = await Promise.all(runs.flatMap(readRun));
  return rows.map((row) => ({ activation: settings.activation, ...row }));
}

type Data = { train: LabelledRows; test: LabelledRows };

/** The nets of all seeds after training from one gain. */
interface Run {
  gain: number;
  histories: History[];
  /** Test loss and accuracy [2] of each net. */
  scores: tf.Tensor1D[];
}

/** Trains the same nets from each gain: one compiled step serves them all. */
function trainEach(data: Data, settings: Required<LearningByGainOptions>): Run[] {
  const { activation, gains, hiddenLayers, seeds, steps, learningRate } = settings;
  const shape = { inputs: 784, hidden: Array(hiddenLayers).fill(100), outputs: 10, activation };
  const models = seeds.map((seed) => mlp({ ...shape, gain: 1, seed }));
  const trainer = new Trainer(models, data.train, {
    batchSize: 100,
    compile: { expectedSteps: gains.length * steps },
  });
  const title = `training ${seeds.length} ${activation} nets from ${gains.length} gains`;
  const runs = gains.map((gain, index) => {
    models.forEach((model, net) => drawMlpWeights(model, { gain, seed: seeds[net] }));
    const progress = { title, before: index * steps, of: gains.length * steps };
    const histories = trainer.run({ steps, learningRate, seeds, progress });
    const scores = models.map((model) => tf.keep(evaluate(model, data.test)));
    return { gain, histories, scores };
  });
  trainer.dispose();
  models.forEach((model) => model.dispose());
  return runs;
}

function readRun({ gain, histories, scores }: Run) {
  return histories.map(async (history, net) => {
    const losses = (await history.rows()).map(({ loss }) => loss);
    const [, accuracy] = await take(scores[net]);
    history.dispose();
    return { gain, seed: history.seed, curve: tenths(losses), accuracy };
  });
}

function defaults(): { seeds: number[]; steps: number } {
  return preset({
    tiny: { seeds: [1, 2, 3, 4, 5], steps: 40 },
    laptop: { seeds: [1, 2, 3, 4, 5], steps: 100 },
    gpu: { seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], steps: 800 },
  });
}

/** The digits as standardized rows; call inside tf.tidy. */
function loadRows(): Data {
  const { train, test } = mnist();
  return {
    train: { x: standardizedRows(train.images), labels: train.labels },
    test: { x: standardizedRows(test.images), labels: test.labels },
  };
}

/** The first loss, then the mean loss of each tenth of the training with the step it ends at. */
function tenths(losses: number[]): { step: number; loss: number }[] {
  const end = (part: number) => Math.round(part * losses.length / 10);
  const means = Array.from({ length: 10 }, (_, part) => {
    const tenth = losses.slice(end(part), end(part + 1));
    return { step: end(part + 1), loss: tenth.reduce((sum, loss) => sum + loss, 0) / tenth.length };
  });
  return [{ step: 0, loss: losses[0] }, ...means];
}
