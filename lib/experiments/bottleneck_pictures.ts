import { scaledDigits } from "../datasets/standardize.ts";
import { autoencoder } from "../models/autoencoder.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { type LabelledRows, reconstruction } from "../training/losses.ts";
import { adam } from "../training/optimizers.ts";
import { Trainer } from "../training/trainer.ts";
import { matrixOf } from "./condition_by_examples.ts";
import { digitComponents } from "./digit_components.ts";
import { remember } from "./remember.ts";

/** Autoencoders of digits with tanh layers around a bottleneck of tanh units. */
export interface BottleneckOptions {
  /** Units of the bottleneck, and number of the principal components that they are compared with. */
  code: number;
  /** Units of the layer before and of the layer behind it. */
  width: number;
  /** Steps of Adam. */
  steps: number;
  seeds: readonly number[];
}

/** What comes through a bottleneck. */
export interface BottleneckRow {
  through: "components" | "autoencoder";
  /** 0 for the components, which nothing random is in. */
  seed: number;
  /** Mean squared error on the test digits over the variance of their pixels. */
  unexplained: number;
  /** The first test digit of each class [10, 784] behind the bottleneck, pixels about from 0 to 1. */
  pictures: number[][];
}

/** Sends test digits through principal components and through trained autoencoders. */
export const bottleneckPictures = remember(compare);

async function compare(options: BottleneckOptions): Promise<BottleneckRow[]> {
  const { code, seeds } = options;
  const components = (await digitComponents({})).slice(0, code).map(({ direction }) => direction);
  const found = decodeEach(components, options);
  const rows = found.map(async ({ unexplained, pictures }, k) => ({
    ...(k === 0
      ? { through: "components" as const, seed: 0 }
      : { through: "autoencoder" as const, seed: seeds[k - 1] }),
    unexplained: (await take(unexplained))[0],
    pictures: await matrixOf(pictures),
  }));
  return await Promise.all(rows);
}

/** The first test digit of each class [10, 784], pixels from 0 to 1. */
export const firstDigits = remember(async (_options: Record<never, never>) =>
  await matrixOf(tf.tidy(() => firstOfEachClass(scaledDigits("raw").test)))
);

interface Decoded {
  unexplained: tf.Tensor;
  pictures: tf.Tensor2D;
}

/** Through the components, then through the net of each seed. */
function decodeEach(components: number[][], options: BottleneckOptions): Decoded[] {
  const found: Decoded[] = [];
  tf.tidy(() => {
    const { train, test } = scaledDigits("centred");
    const mean = scaledDigits("raw").test.x.slice(0, 1).sub(test.x.slice(0, 1));
    const note = (decode: (x: tf.Tensor2D) => tf.Tensor) => {
      const variance = tf.moments(test.x, 0).variance.mean();
      const unexplained = reconstruction(decode(test.x), test).div(variance);
      const pictures = decode(firstOfEachClass(test)).add(mean) as tf.Tensor2D;
      found.push({ unexplained: tf.keep(unexplained), pictures: tf.keep(pictures) });
    };
    const directions = tf.tensor2d(components);
    note((x) => x.matMul(directions, false, true).matMul(directions));
    const models = trainBottlenecks(train, options);
    models.forEach((model) => note((x) => model.predictOnBatch(x) as tf.Tensor));
    models.forEach((model) => model.dispose());
  });
  return found;
}

function trainBottlenecks(
  data: LabelledRows,
  { code, width, steps, seeds }: BottleneckOptions,
): tf.LayersModel[] {
  const shape = { inputs: 784, hidden: [width, code, width], activation: "tanh" } as const;
  const models = seeds.map((seed) =>
    autoencoder({ ...shape, hidden: [...shape.hidden], gain: 1, seed })
  );
  const how = { loss: reconstruction, optimizer: adam, batchSize: 100 };
  const trainer = new Trainer(models, data, { ...how, compile: { expectedSteps: steps } });
  const progress = `training ${seeds.length} autoencoders`;
  trainer.run({ steps, learningRate: 0.003, seeds, progress }).forEach((one) => one.dispose());
  trainer.dispose();
  return models;
}

function firstOfEachClass({ x, labels }: LabelledRows): tf.Tensor2D {
  const first = Array.from({ length: 10 }, (_, digit) => labels.equal(digit).argMax());
  return x.gather(tf.stack(first).cast("int32") as tf.Tensor1D) as tf.Tensor2D;
}
