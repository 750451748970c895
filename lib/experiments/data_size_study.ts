import { trainingMode } from "../normalization/batch_norm_layer.ts";
import { frozenAs } from "../normalization/frozen.ts";
import { fineTuning, type FineTuningRow, type Phase } from "./fine_tuning.ts";
import { type Journey, travelled } from "./journeys.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

/** What learns, and what the normalizations of the body do. */
export const policies = {
  "head": { learns: "head", norms: frozenAs["Keras 3.15: trainable = False, training = True"] },
  "head, statistics move": {
    learns: "head",
    norms: frozenAs["PyTorch 2.14: requires_grad = False"],
  },
  "head and normalizations": { learns: "head", norms: frozenAs["fast.ai 2.8: freeze()"] },
  "first half frozen, all normalizations": {
    learns: "head",
    until: "stage_2_block_2_sum",
    norms: frozenAs["fast.ai 2.8: freeze()"],
  },
  "all, statistics stay": {
    learns: "all",
    norms: frozenAs["Keras 3.15: trainable = True, training = False"],
  },
  "all": { learns: "all", norms: trainingMode },
} as const satisfies Record<string, Pick<Phase, "learns" | "until" | "norms">>;

/** Name of one of the {@linkcode policies}. */
export type Policy = keyof typeof policies;

/** A net that was fine-tuned on so many images, of the committed study. */
export interface DataSizeRow extends Pick<Journey, "domain">, FineTuningRow {
  policy: Policy;
  examples: number;
  learningRate: number;
}

/** Runs the study: from plain digits to two domains, with few images and with many, each policy at three rates. */
export async function runDataSizeStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<DataSizeRow[]> {
  const names = Object.keys(policies) as Policy[];
  const runs = (["near", "far"] as const).flatMap((domain) =>
    [50, 500, 5000].flatMap((examples) =>
      names.flatMap((policy) =>
        [0.003, 0.01, 0.03].flatMap((learningRate) =>
          seeds.map((seed) => ({
            name: [domain, examples, policy, learningRate, seed].join(" "),
            run: async () => {
              const { net, images } = await travelled({ net: "digits", domain, seed });
              const steps = preset({ tiny: 20, laptop: 150, gpu: 1500 });
              const phases = [{ ...policies[policy], steps, learningRate }];
              const training = { phases, batchSize: 32, examples, judgedOn: 500, seed };
              const rows = await fineTuning(net, images, training);
              const asked = { domain, policy, examples, learningRate };
              return rows.map((row): DataSizeRow => ({ ...asked, ...row }));
            },
          }))
        )
      )
    )
  );
  return await runAll(runs);
}
