import type { Values } from "../tensorflow/read.ts";

/** What is looked at, in the order of a probe's vector. */
export interface ProbedLayers {
  /** Layers whose outputs and their gradients are looked at. */
  layers: string[];
  /** Weight matrices whose updates are looked at. */
  weights: string[];
}

/** A tensor of a net at one step, in numbers. */
export interface ProbeRow {
  seed: number;
  /** The step whose batch was looked at, counted from 1; the weights are those before its update. */
  step: number;
  /** Name of the layer, or of the weights where `of` is "update". */
  layer: string;
  /**
   * What the numbers describe: the layer's output (pre-activations of a dense layer, activations of
   * an activation layer), the gradient of the batch's mean loss with respect to it, or the update.
   */
  of: "output" | "gradient" | "update";
  mean: number;
  sd: number;
  /**
   * The values below which 5, 25, 50, 75 and 95 % lie, on straight lines within the bins of the
   * histogram: to a quarter of a standard deviation at worst.
   */
  quantiles: number[];
  /** Shares in equal bins between `from` and `to`; the outer bins also hold all beyond. */
  histogram: { from: number; to: number; shares: number[] };
  /** Share of an activation's outputs where its slope is below 5 % of the steepest; else NaN. */
  saturated: number;
  /** Share of an activation's units that are saturated for every example of the batch; else NaN. */
  dead: number;
  /** ‖ΔW‖/‖W‖ of one step where `of` is "update"; else NaN. */
  updateToWeight: number;
}

/** Bins of a histogram, over four standard deviations on each side of the mean. */
export const bins = 32;
/** Numbers that describe one tensor: mean, sd, the shares of its histogram, saturated, dead. */
export const numbersPerTensor = 2 + bins + 2;
/** Half the width of the histogram, in standard deviations. */
export const reach = 4;

const levels = [0.05, 0.25, 0.5, 0.75, 0.95];

/** The rows of a probe's vector: outputs and gradients of the layers, then the updates' ratios. */
export function probeRows(
  values: Values,
  { layers, weights }: ProbedLayers,
): Omit<ProbeRow, "seed" | "step">[] {
  const tensors = layers.flatMap((layer) =>
    (["output", "gradient"] as const).map((of) => ({ layer, of }))
  );
  const rows = tensors.map((tensor, k) => {
    const numbers = [...values.subarray(k * numbersPerTensor, (k + 1) * numbersPerTensor)];
    return { ...tensor, ...described(numbers), updateToWeight: NaN };
  });
  const ratios = values.subarray(tensors.length * numbersPerTensor);
  return [...rows, ...weights.map((layer, k) => update(layer, ratios[k]))];
}

function described([mean, sd, ...numbers]: number[]) {
  const [from, to] = [mean - reach * sd, mean + reach * sd];
  const shares = numbers.slice(0, bins);
  const [saturated, dead] = numbers.slice(bins);
  const cumulative = [0];
  for (const share of shares) cumulative.push(cumulative[cumulative.length - 1] + share);
  const width = (to - from) / bins;
  const quantiles = levels.map((level) => from + width * quantile(cumulative, level));
  return { mean, sd, saturated, dead, quantiles, histogram: { from, to, shares } };
}

/** Where a cumulative share reaches `level`, in bins, on a straight line within the bin. */
function quantile(cumulative: number[], level: number): number {
  const end = Math.max(1, cumulative.findIndex((share) => share >= level));
  const [low, high] = [cumulative[end - 1], cumulative[end]];
  return end - 1 + (high > low ? (level - low) / (high - low) : 0.5);
}

function update(layer: string, updateToWeight: number) {
  const histogram = { from: NaN, to: NaN, shares: [] };
  const nothing = { mean: NaN, sd: NaN, saturated: NaN, dead: NaN, quantiles: [], histogram };
  return { layer, of: "update" as const, ...nothing, updateToWeight };
}
