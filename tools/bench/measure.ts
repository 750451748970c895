/**
 * One work at one size: first all peers are checked to do the same, then they take turns.
 * @module
 */
import { disagreements } from "./agreement.ts";
import type { Crew, Tell } from "./crew.ts";
import { watched } from "./machine.ts";
import { checkParams, type Contestant, contestantName, type Params, type Work } from "./works.ts";

/** What a contestant did: its seconds per unit in each round, or why there are none. */
export interface Outcome {
  contestant: Contestant;
  times: number[];
  /** Cores that other programs kept busy in each round; null where the system does not tell. */
  taken: (number | null)[];
  versions: Record<string, string>;
  error?: string;
}

/** How long and how often is measured. */
export interface MeasureOptions {
  crew: Crew;
  rounds: number;
  /** Seconds of each measurement. */
  seconds: number;
  tell: Tell;
}

/** Steps whose values are compared. */
const checkSteps = 3;
/** A compiler may take minutes; a peer that is silent for longer is ended. */
const checkSeconds = 900;
const timeSeconds = 300;

/** The outcome of each contestant, in their order. With no rounds they are checked only. */
export async function measure(
  work: Work,
  point: { params: Params; contestants: readonly Contestant[] },
  options: MeasureOptions,
): Promise<Outcome[]> {
  const outcomes = await checked(work, point, options);
  for (let round = 0; round < options.rounds; round++) {
    // Nobody is always first, or always after the same other one.
    const turn = round % outcomes.length;
    for (const outcome of [...outcomes.slice(turn), ...outcomes.slice(0, turn)]) {
      if (outcome.error === undefined) await timeOnce(outcome, work, point.params, options);
    }
  }
  return outcomes;
}

async function timeOnce(
  outcome: Outcome,
  work: Work,
  params: Params,
  { crew, seconds }: MeasureOptions,
): Promise<void> {
  const { peer: name, variant } = outcome.contestant;
  const request = { work: work.program, variant, params };
  try {
    const { result, taken } = await crew.ask(
      name,
      (peer) => watched(peer.pid, () => peer.time(request, seconds, timeSeconds)),
    );
    outcome.times.push(result);
    outcome.taken.push(taken);
  } catch (error) {
    outcome.error = (error as Error).message;
  }
}

async function checked(
  work: Work,
  { params, contestants }: { params: Params; contestants: readonly Contestant[] },
  { crew, tell }: MeasureOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const answers = new Map<Outcome, number[]>();
  const asked = checkParams(params, checkSteps);
  for (const contestant of contestants) {
    const { peer: name, variant } = contestant;
    const outcome: Outcome = { contestant, times: [], taken: [], versions: {} };
    outcomes.push(outcome);
    const request = { work: work.program, variant, params: asked };
    tell(`${work.id}: ${contestantName(contestant)} is built and checked`);
    try {
      answers.set(outcome, await crew.ask(name, (peer) => peer.check(request, checkSeconds)));
      outcome.versions = crew.versions(name);
    } catch (error) {
      outcome.error = (error as Error).message;
    }
  }
  const found = disagreements([...answers.values()], work.program !== "variance_forward");
  [...answers.keys()].forEach((outcome, i) => outcome.error = found[i]);
  return outcomes;
}
