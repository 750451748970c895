import { scaledDigits } from "../datasets/standardize.ts";
import { autoencoder } from "../models/autoencoder.ts";
import { principalAngles } from "../statistics/subspace.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { type LabelledRows, reconstruction } from "../training/losses.ts";
import { adam } from "../training/optimizers.ts";
import { Trainer } from "../training/trainer.ts";
import { matrixOf } from "./condition_by_examples.ts";
import { digitComponents } from "./digit_components.ts";
import { remember } from "./remember.ts";

/** A linear autoencoder of centred digits. */
export interface LinearAutoencoderOptions {
  /** Units of the bottleneck. */
  code: number;
  /** Steps of Adam after which it is looked at, rising. */
  steps: readonly number[];
  learningRate: number;
  seeds: readonly number[];
}

/** How close it is to the principal components. */
export interface LinearAutoencoderRow {
  seed: number;
  step: number;
  /** Largest angle (degrees) between what the decoder's rows span and what the components span. */
  largestAngle: number;
  /** Angle (degrees) between the decoder's first row and the component that is nearest to it. */
  unitAngle: number;
  /** Mean squared error over that of as many principal components, the least possible. */
  errorRatio: number;
  /** The decoder's rows [code, 784]: what each unit adds to the picture. */
  directions: number[][];
}

/** Trains such autoencoders and compares them with the principal components of the digits. */
export const linearAutoencoder = remember(train);

async function train(options: LinearAutoencoderOptions): Promise<LinearAutoencoderRow[]> {
  const { code, seeds } = options;
  const components = await digitComponents({});
  const least = components.slice(code).reduce((sum, { variance }) => sum + variance, 0) / 784;
  const rows = trainEach(options).map(async ({ decoder, error, ...row }) => {
    const directions = await matrixOf(decoder);
    const nearest = components.slice(0, code).map(({ direction }) => [direction]);
    return {
      ...{ seed: seeds[row.net], step: row.step },
      largestAngle: principalAngles(directions, nearest.flat())[0],
      unitAngle: Math.min(...nearest.map((one) => principalAngles([directions[0]], one)[0])),
      errorRatio: (await take(error))[0] / least,
      directions,
    };
  });
  return await Promise.all(rows);
}

/** One net after some steps, its values still on the device. */
interface Look {
  net: number;
  step: number;
  decoder: tf.Tensor2D;
  error: tf.Tensor;
}

function trainEach({ code, steps, learningRate, seeds }: LinearAutoencoderOptions): Look[] {
  const looks: Look[] = [];
  tf.tidy(() => {
    const data = scaledDigits("centred").train;
    const shape = { inputs: 784, hidden: [code], activation: "linear", gain: 1 } as const;
    const models = seeds.map((seed) => autoencoder({ ...shape, hidden: [code], seed }));
    const how = { loss: reconstruction, optimizer: adam, batchSize: 200 };
    const last = steps.at(-1)!;
    const trainer = new Trainer(models, data, { ...how, compile: { expectedSteps: last } });
    const progress = { title: "training linear autoencoders", before: 0, of: last };
    let histories;
    for (const step of steps) {
      histories = trainer.run({ steps: step, learningRate, seeds, histories, progress });
      looks.push(...models.map((model, net) => ({ net, step, ...look(model, data) })));
    }
    histories?.forEach((history) => history.dispose());
    trainer.dispose();
    models.forEach((model) => model.dispose());
  });
  return looks;
}

function look(model: tf.LayersModel, data: LabelledRows): Pick<Look, "decoder" | "error"> {
  const decoder = model.getWeights()[2].clone() as tf.Tensor2D;
  const error = reconstruction(model.predictOnBatch(data.x) as tf.Tensor, data);
  return { decoder: tf.keep(decoder), error: tf.keep(error) };
}
