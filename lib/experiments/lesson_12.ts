/**
 * The runs that lesson 12 shows and its claims judge.
 *
 * @module
 */
import { type ImageSet, someImages } from "../datasets/image_set.ts";
import { augment } from "../datasets/augment.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { BatchNormLayer } from "../normalization/batch_norm_layer.ts";
import { usePopulationStatistics } from "../normalization/population_statistics.ts";
import { seedFor } from "../random/seeds.ts";
import { shuffledIndices } from "../random/shuffle.ts";
import { mean } from "../statistics/moments.ts";
import { tf } from "../tensorflow/tf.ts";
import type { AdaptedRow } from "./adapted_statistics.ts";
import type { MomentumRow } from "./momentum_study.ts";
import { rowsThatFit } from "./best_rate.ts";
import { digits, type PretrainedOnDigits, pretrainedOnDigits } from "./pretrained.ts";
import { remember } from "./remember.ts";
import { studyRows } from "./study_record.ts";

/** How much of the old running mean is left after a step. */
export interface OldShareRow {
  momentum: number;
  seed: number;
  step: number;
  /** Part of the way from the new mean to the old one on which the running mean is: 1 at the start. */
  share: number;
}

/**
 * A pre-trained net on digits whose body is frozen as PyTorch freezes it goes to the near domain: follows
 * the running mean of its first normalization on the way from the old data's to the new data's.
 */
export const oldShare = remember(follow);

async function follow(
  { momenta, steps, seeds }: {
    momenta: readonly number[];
    steps: number;
    seeds: readonly number[];
  },
): Promise<OldShareRow[]> {
  const net = await pretrainedOnDigits();
  const { train } = digits("near");
  const goal = newMean(net, train);
  return momenta.flatMap((momentum) =>
    seeds.flatMap((seed) => {
      const model = net.build({ outputs: 10, seed: 1, momentum });
      const layer = firstNorm(model);
      layer.mode = frozenAs["PyTorch 2.14: requires_grad = False"];
      const body = tf.model({ inputs: model.inputs, outputs: layer.output as tf.SymbolicTensor });
      const start = runningMean(layer);
      const rows = [{ momentum, seed, step: 0, share: 1 }];
      for (let step = 1; step <= steps; step++) {
        tf.tidy(() =>
          void body.apply(batchOf(train, net, seedFor(seed, step)), { training: true })
        );
        rows.push({ momentum, seed, step, share: shareOf(runningMean(layer), { start, goal }) });
      }
      model.dispose();
      return rows;
    })
  );
}

/** The mean that the inputs of the first normalization have over 2,000 images of the new domain. */
function newMean(net: PretrainedOnDigits, train: ImageSet): number[] {
  const model = net.original();
  const layer = firstNorm(model);
  const body = tf.model({ inputs: model.inputs, outputs: layer.output as tf.SymbolicTensor });
  const images = someImages(train, shuffledIndices(train.labels.length, 0).subarray(0, 2000));
  tf.tidy(() => usePopulationStatistics(body, pixelsOf(images, net)));
  const found = runningMean(layer);
  model.dispose();
  return found;
}

function shareOf(now: number[], { start, goal }: { start: number[]; goal: number[] }): number {
  const way = start.map((value, k) => value - goal[k]);
  const along = way.reduce((sum, value, k) => sum + value * (now[k] - goal[k]), 0);
  return along / way.reduce((sum, value) => sum + value ** 2, 0);
}

function firstNorm(model: tf.LayersModel): BatchNormLayer {
  return model.layers.find((layer) => layer instanceof BatchNormLayer) as BatchNormLayer;
}

function runningMean(layer: BatchNormLayer): number[] {
  return [...layer.getWeights()[2].dataSync()];
}

function batchOf(set: ImageSet, net: PretrainedOnDigits, seed: number): tf.Tensor4D {
  const rows = shuffledIndices(set.labels.length, seed).subarray(0, 64);
  return pixelsOf(someImages(set, rows), net);
}

function pixelsOf(set: ImageSet, { scale }: PretrainedOnDigits): tf.Tensor4D {
  const out = new Float32Array(set.pixels.length);
  augment(set, { rows: [...set.labels.keys()], out, scale, seed: 0 });
  return tf.tensor4d(out, [set.labels.length, set.size, set.size, 3]);
}

/**
 * The largest difference of an output between a net and one that was built with another momentum and
 * given its weights, on near digits in inference.
 */
export async function reinjectedDifference(): Promise<number> {
  const net = await pretrainedOnDigits();
  const [old, other] = [0.99, 0.9].map((momentum) => net.build({ outputs: 10, seed: 1, momentum }));
  const difference = tf.tidy(() => {
    const x = batchOf(digits("near").test, net, 1);
    const [y, z] = [old, other].map((model) => model.predictOnBatch(x) as tf.Tensor);
    return y.sub(z).abs().max().dataSync()[0];
  });
  for (const model of [old, other]) model.dispose();
  return difference;
}

/** The committed study of momentum, domain and batch size. */
export function momentumStudy(fit: Partial<MomentumRow> = {}): MomentumRow[] {
  return rowsThatFit(studyRows<MomentumRow>("12_momentum"), fit);
}

/** The committed study of statistics that were taken anew, without training. */
export function adaptationStudy(fit: Partial<AdaptedRow> = {}): AdaptedRow[] {
  return rowsThatFit(studyRows<AdaptedRow>("12_adapted"), fit);
}

/** Accuracy before and after by domain, and what it was at home. */
export function adaptedTable(net: AdaptedRow["net"]): Record<string, string | number>[] {
  const rows = adaptationStudy({ net });
  return [...new Set(rows.map(({ domain }) => domain))].map((domain) => {
    const own = rows.filter((row) => row.domain === domain);
    return {
      domain,
      "old statistics": mean(own.map(({ before }) => before)),
      "the domain's": mean(own.map(({ after }) => after)),
    };
  });
}

/** Accuracy by step: as trained for both momenta together, and in inference for each. */
export function accuracyByStep(
  fit: Pick<MomentumRow, "net" | "domain" | "batchSize">,
): { group: string; x: number; value: number }[] {
  const rows = momentumStudy(fit);
  const curve = (momentum: number, of: "accuracy" | "accuracyAsTrained", group: string) =>
    rows.filter((row) => row.momentum === momentum)
      .map((row) => ({ group, x: row.step, value: row[of] }));
  return [
    ...curve(0.9, "accuracyAsTrained", "as trained, 0.9 kept"),
    ...curve(0.99, "accuracyAsTrained", "as trained, 0.99 kept"),
    ...curve(0.9, "accuracy", "in inference, 0.9 kept"),
    ...curve(0.99, "accuracy", "in inference, 0.99 kept"),
  ];
}

/** Mean accuracy in inference by step, for each source, domain and momentum. */
export function momentumTable(batchSize: number): Record<string, string | number>[] {
  const rows = momentumStudy({ batchSize });
  const steps = [...new Set(rows.map(({ step }) => step))];
  return (["digits", "ImageNet"] as const).flatMap((net) =>
    (["near", "far"] as const).flatMap((domain) =>
      [0.9, 0.99].map((momentum) => {
        const own = rowsThatFit(rows, { net, domain, momentum });
        const at = (step: number) =>
          mean(own.filter((row) => row.step === step).map(({ accuracy }) => accuracy));
        return {
          ...{ net, domain, momentum },
          ...Object.fromEntries(steps.map((step) => [`step ${step}`, at(step)])),
        };
      })
    )
  );
}
