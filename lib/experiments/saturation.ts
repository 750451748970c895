import { scaledDigits } from "../datasets/standardize.ts";
import type { MlpActivation } from "../models/activation_op.ts";
import { drawMlpWeights, mlp } from "../models/mlp.ts";
import { remember } from "./remember.ts";
import { trainingPreset, trainNets } from "./train_nets.ts";

/** Nets with hidden layers of 100 units from several scales, looked into while they train. */
export interface SaturationOptions {
  activation: MlpActivation;
  gains: readonly number[];
  learningRate: number;
  /** Number of hidden layers; default 5. */
  depth?: number;
  seeds?: readonly number[];
  steps?: number;
}

/** One hidden layer of one net at one step. */
export interface SaturationRow {
  gain: number;
  seed: number;
  step: number;
  layer: number;
  /** Share of outputs where the slope is below 5 % of the steepest. */
  saturated: number;
  /** Standard deviation of the pre-activations over units and examples. */
  sd: number;
  /** ‖ΔW‖/‖W‖ of the step. */
  updateToWeight: number;
}

/** Looks into each hidden layer at the first step, at the last but one tenth, and in between. */
export const saturation = remember(look);

async function look(options: SaturationOptions): Promise<SaturationRow[]> {
  const { activation, gains, learningRate, depth, seeds, steps } = {
    depth: 5,
    ...trainingPreset(),
    ...options,
  };
  const net = { inputs: 784, hidden: Array<number>(depth).fill(100), outputs: 10, activation };
  const rows = await trainNets(() => scaledDigits("together"), {
    build: (seed) => mlp({ ...net, gain: 1, seed }),
    variants: gains.map((gain) => ({
      learningRate,
      prepare: (model, seed) => drawMlpWeights(model, { gain, seed }),
    })),
    probes: { every: Math.max(1, Math.floor((steps - 1) / 3)) },
    seeds,
    steps,
    title: `looking into ${seeds.length} ${activation} nets from ${gains.length} gains`,
  });
  return rows.flatMap(({ variant, seed, probes }) => {
    const at = (step: number, layer: string, of: string) =>
      probes.find((row) => row.step === step && row.of === of && row.layer.startsWith(layer))!;
    return [...new Set(probes.map((row) => row.step))].flatMap((step) =>
      Array.from({ length: depth }, (_, l) => ({
        ...{ gain: gains[variant], seed, step, layer: l + 1 },
        saturated: at(step, `activation_${l + 1}`, "output").saturated,
        sd: at(step, `preactivation_${l + 1}`, "output").sd,
        updateToWeight: at(step, `preactivation_${l + 1}`, "update").updateToWeight,
      }))
    );
  });
}
