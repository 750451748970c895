import { progress } from "../jupyter/progress.ts";
import type { History } from "./history.ts";
import type { RunOptions } from "./train_options.ts";

/** Whether no net has anything to learn any more. */
export function allDiverged(histories: History[]): boolean {
  return histories.every(({ divergedAt }) => divergedAt !== undefined);
}

/** Shows how far a run is: live in a notebook, and in a terminal. */
export function showProgress(
  title: RunOptions["progress"] = "training",
  { done, steps, histories }: { done: number; steps: number; histories: History[] },
): void {
  const run = typeof title === "string" ? { title, before: 0, of: steps } : title;
  const diverged = histories.find(({ divergedAt }) => divergedAt !== undefined);
  const ended = diverged && allDiverged(histories);
  progress(run.title, {
    done: run.before + (ended ? steps : done),
    of: run.of,
    note: () =>
      diverged
        ? `diverged at step ${diverged.divergedAt}`
        : `loss ${histories[0].lastLoss?.toFixed(3) ?? "unknown"}`,
  });
}
