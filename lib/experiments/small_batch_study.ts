import { match } from "ts-pattern";
import type { NormFactory } from "../models/conv_norm.ts";
import { copyWeights } from "../models/copy_weights.ts";
import { vgg } from "../models/vgg.ts";
import { useWeightsFile, weightsFile } from "../models/weights_file.ts";
import { batchNormLayer } from "../normalization/batch_norm_layer.ts";
import { batchRenormLayer } from "../normalization/batch_renorm_layer.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { layerNormLayer } from "../normalization/layer_norm_layer.ts";
import { seedFor } from "../random/seeds.ts";
import { evaluateImages } from "../training/evaluate_images.ts";
import { ImageTrainer } from "../training/image_trainer.ts";
import { cosine } from "../training/schedules.ts";
import { fineTuning } from "./fine_tuning.ts";
import { digits, type Pretrained } from "./pretrained.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** What normalizes a net of digits, in its training on plain digits and in its fine-tuning. */
export type SmallBatchNorm = "batch" | "batch renorm" | "group" | "none";

/** Everything of a net learned coloured digits, in batches of one size; of the committed study. */
export interface SmallBatchRow {
  norm: SmallBatchNorm;
  batchSize: number;
  /** That of a batch of 32; a smaller batch has its share of it. */
  learningRate: number;
  seed: number;
  /** On plain digits, before. */
  sourceAccuracy: number;
  /** On coloured digits, in inference. */
  accuracy: number;
}

/** What is learned: how many digits pass, whatever the batch. */
const seen = () => preset({ tiny: 128, laptop: 1920, gpu: 100_000 });

/** Runs the study. A net with batch renormalization is the one that learned with batch normalization. */
export async function runSmallBatchStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<SmallBatchRow[]> {
  const norms: SmallBatchNorm[] = ["batch", "batch renorm", "group", "none"];
  const runs = seeds.flatMap((seed) =>
    norms.flatMap((norm) =>
      [2, 8, 32].map((batchSize) => ({
        name: [norm, batchSize, seed].join(" "),
        run: async () => [await learnedInBatches({ norm, batchSize, learningRate: 0.03, seed })],
      }))
    )
  );
  return await runAll(runs);
}

/** Fine-tunes a net on coloured digits. */
export async function learnedInBatches(
  { norm, batchSize, learningRate, seed }: Omit<SmallBatchRow, "sourceAccuracy" | "accuracy">,
): Promise<SmallBatchRow> {
  const net = await normedOnDigits(norm, seed);
  const rate = learningRate * batchSize / 32;
  const [row] = await fineTuning(net, digits("far"), {
    phases: [{
      ...{ learns: "all", norms: frozenAs["fast.ai 2.8: freeze()"], learningRate: rate },
      steps: seen() / batchSize,
    }],
    ...{ batchSize, seed, judgedOn: preset({ tiny: 50, laptop: 500, gpu: 2000 }) },
  });
  const { sourceAccuracy } = net;
  return { norm, batchSize, learningRate, seed, sourceAccuracy, accuracy: row.accuracy };
}

/** Channels of the convolutions: a plain net, which learns without normalization too. */
const stages = [[8], [16], [32, 32], [64, 64]];

type NormedOnDigits = Pretrained & { sourceAccuracy: number };

const known = new Map<string, Promise<NormedOnDigits>>();

/** A net with this normalization that learned plain digits in batches of 64; once for each seed. */
function normedOnDigits(norm: SmallBatchNorm, seed: number): Promise<NormedOnDigits> {
  const key = `${norm} ${seed}`;
  const found = known.get(key) ?? train(norm, seed);
  known.set(key, found);
  return found;
}

async function train(norm: SmallBatchNorm, sourceSeed: number): Promise<NormedOnDigits> {
  const scale = { mean: [128, 128, 128], sd: [64, 64, 64] };
  const net = (kind: SmallBatchNorm, seed: number) =>
    vgg({ ...{ outputs: 10, image: [32, 32, 3], stages, seed }, norm: factoryOf(kind) });
  const learned = norm === "batch renorm" ? "batch" : norm;
  const model = net(learned, sourceSeed);
  const { train, test } = digits("plain");
  const steps = preset({ tiny: 100, laptop: 300, gpu: 2000 });
  // Those without batch normalization do not bear the rate that it learns best with.
  const peak = { batch: 0.1, group: 0.03, none: 0.01 }[learned];
  const training = {
    batchSize: 64,
    learningRate: cosine(peak, { steps }),
    seed: sourceSeed,
    scale,
  };
  using trainer = new ImageTrainer(model, train, training);
  trainer.run({ steps }).dispose();
  const { accuracy: sourceAccuracy } = await evaluateImages(model, test, { scale });
  const weights = await weightsFile(model);
  model.dispose();
  return {
    ...{ sourceAccuracy, scale, bodyEnd: "stage_4_pool" },
    build({ seed }) {
      const trained = net(learned, sourceSeed);
      useWeightsFile(trained, weights);
      const made = net(norm, sourceSeed);
      copyWeights(trained, made);
      trained.dispose();
      const other = net(norm, seedFor(seed, 0));
      made.getLayer("logits").setWeights(other.getLayer("logits").getWeights());
      other.dispose();
      return made;
    },
  };
}

/** The widest bounds of the paper from the first step on: the running statistics are good already. */
const atOnce = { warmUp: 0, r: { at: 1, most: 3 }, d: { at: 1, most: 5 } };

function factoryOf(norm: SmallBatchNorm): NormFactory {
  return ({ convolution }) => {
    const name = `${convolution}_norm`;
    const numbers = { momentum: 0.9, epsilon: 1e-5, name };
    return match(norm)
      .with("batch", () => batchNormLayer(numbers))
      .with("batch renorm", () => batchRenormLayer({ ...numbers, schedule: atOnce }))
      .with("group", () => layerNormLayer({ kind: "group", groups: 4, name }))
      .with("none", () => undefined)
      .exhaustive();
  };
}
