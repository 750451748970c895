import { resNet18 } from "../models/resnet18.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { fineTuning, type FineTuningRow, type Phase } from "./fine_tuning.ts";
import { type Journey, travelled } from "./journeys.ts";
import type { Pretrained } from "./pretrained.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** What learns, and what the batch normalizations do meanwhile. */
export type Policy =
  | "head"
  | "head, statistics move"
  | "head and all BN"
  | "second half and all BN"
  | "everything, statistics fixed"
  | "everything"
  | "everything, from scratch";

const fixed = frozenAs["Keras 3.15: trainable = False, training = True"];
const fixedButAffine = frozenAs["Keras 3.15: trainable = True, training = False"];
const moving = frozenAs["PyTorch 2.14: requires_grad = False"];
const learning = frozenAs["fast.ai 2.8: freeze()"];

/** What learns in the end; `before`: what the normalizations do while the head learns first, if it does. */
const policies: Record<
  Policy,
  Pick<Phase, "learns" | "norms"> & { before?: Phase["norms"] }
> = {
  "head": { learns: "head", norms: fixed },
  "head, statistics move": { learns: "head", norms: moving },
  "head and all BN": { learns: "head", norms: learning },
  "second half and all BN": { learns: "head", before: learning, norms: learning },
  "everything, statistics fixed": { learns: "all", before: fixed, norms: fixedButAffine },
  "everything": { learns: "all", before: learning, norms: learning },
  "everything, from scratch": { learns: "all", norms: learning },
};

/** Names of all policies. */
export const policyNames = Object.keys(policies) as Policy[];

/** The last frozen layer where half of the net is: eight of its sixteen or seventeen layers or blocks. */
const half = { digits: "stage_2_block_2_relu", ImageNet: "block_7_project_norm" };

/** A policy on a journey. */
export interface DataSizeOptions extends Journey {
  policy: Policy;
  /** Images to learn from. */
  examples: number;
  /** Of the last phase. Where there is one before it, the head learns at 0.01. */
  learningRate: number;
  seed: number;
}

/** A net that learned from so many images of its new domain, of a committed study. */
export interface DataSizeRow
  extends DataSizeOptions, Pick<FineTuningRow, "accuracy" | "accuracyAsTrained"> {}

/** Fine-tunes a net on few or many images: if more than its head is to learn, the head first. */
export async function learnedFrom(options: DataSizeOptions): Promise<DataSizeRow> {
  const { net: name, domain, policy, examples, learningRate, seed } = options;
  const { net, images } = await travelled({ net: name, domain, seed });
  const { learns, before, norms } = policies[policy];
  const steps = stepsOf(name);
  const until = policy === "second half and all BN" ? half[name] : undefined;
  const last = { learns, until, norms, learningRate };
  const rows = await fineTuning(policy.endsWith("scratch") ? untrained(net) : net, images, {
    phases: before === undefined ? [{ ...last, steps: steps.alone }] : [
      { learns: "head", norms: before, steps: steps.before, learningRate: 0.01 },
      { ...last, steps: steps.then },
    ],
    ...{ batchSize: 32, momentum: 0.9, examples, seed },
    judgedOn: preset({ tiny: 50, laptop: name === "digits" ? 300 : 500, gpu: 3900 }),
  });
  const { accuracy, accuracyAsTrained } = rows.at(-1)!;
  return { ...options, accuracy, accuracyAsTrained };
}

/** Steps of a policy with one phase, or of one with a head that learns before. On photographs those of study 11. */
function stepsOf(net: Journey["net"]): { alone: number; before: number; then: number } {
  return net === "digits"
    ? preset({
      tiny: { alone: 10, before: 5, then: 5 },
      laptop: { alone: 100, before: 30, then: 70 },
      gpu: { alone: 2500, before: 500, then: 2000 },
    })
    : preset({
      tiny: { alone: 4, before: 2, then: 2 },
      laptop: { alone: 100, before: 100, then: 60 },
      gpu: { alone: 1000, before: 1000, then: 2000 },
    });
}

/** The net of digits as it is drawn, before it has learned anything. */
function untrained(net: Pretrained): Pretrained {
  const build = ({ outputs, seed }: { outputs: number; seed: number }) =>
    resNet18({ outputs, width: 1 / 8, image: [32, 32, 3], seed });
  return { ...net, build };
}

/** The study on digits: few and many of them, near and far, each policy at its rates. */
export async function runDigitSizes(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<DataSizeRow[]> {
  const sizes = [50, 500, 5000];
  return await runAll(runsOf({ net: "digits", sizes, seeds }, (policy) => {
    if (policy.startsWith("head")) return [0.03];
    if (policy.endsWith("scratch")) return [0.03];
    return policy === "second half and all BN" ? [0.01] : [0.001, 0.01];
  }));
}

/** The study on photographs: fifty of them, where the studies of lesson 11 have all. */
export async function runPhotographSizes(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<DataSizeRow[]> {
  return await runAll(runsOf({ net: "ImageNet", sizes: [50], seeds }, (policy) => {
    if (policy.startsWith("head")) return [0.01];
    return policy === "everything, statistics fixed" ? [0.00001] : [];
  }));
}

function runsOf(
  { net, sizes, seeds }: { net: Journey["net"]; sizes: number[]; seeds: readonly number[] },
  ratesOf: (policy: Policy) => number[],
) {
  const cases = (["near", "far"] as const).flatMap((domain) =>
    sizes.flatMap((examples) =>
      policyNames.flatMap((policy) =>
        ratesOf(policy).map((learningRate) => ({ net, domain, examples, policy, learningRate }))
      )
    )
  );
  return cases.flatMap((one) =>
    seeds.map((seed) => ({
      name: [...Object.values(one), seed].join(" "),
      run: async () => [await learnedFrom({ ...one, seed })],
    }))
  );
}
