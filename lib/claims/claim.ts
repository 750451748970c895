import { match, P } from "ts-pattern";
import type { Interval } from "../statistics/interval.ts";

/** A value that was measured: a number, or a mean over seeds with its interval. */
export type Measured = number | Interval;
/** What a claim expects: a value, or a bound on one side. */
export type Expected = number | { above: number } | { below: number };
/** How a claim can be decided: in float64, by drawing many samples, or only by training networks. */
export type ClaimKind = "exact" | "monte carlo" | "training";

/** A sentence with a number in it, and what it takes to judge it. */
export interface ClaimOptions {
  /** Stable name: lesson number, hyphen, words. */
  id: string;
  /** The sentence, with its formula. */
  statement: string;
  /** Paper, theorem, or the derivation in the lesson. */
  source: string;
  kind: ClaimKind;
  expected: Expected;
  /** Largest |measured − expected| that is no contradiction; 0 for a bound on one side. */
  tolerance: number;
  /** Why the tolerance is what it is: a rounding bound, or k·σ/√N with its k. */
  reason: string;
  /** Runs the experiment that the lesson shows; never the code that gave the expectation. */
  measure(): Measured | Promise<Measured>;
  /** About how long `measure` takes on two cores, in seconds; above 10 only `make claims` runs it. */
  seconds?: number;
}

/** What came out: the claim holds, it fails, or the interval does not decide it. */
export type Outcome = "holds" | "fails" | "not decided";

/** A judged claim as a plain row, as it stands in `build/ledger.json`. */
export interface Verdict {
  id: string;
  lesson: string;
  statement: string;
  source: string;
  expected: Expected;
  measured: Measured;
  tolerance: number;
  reason: string;
  verdict: Outcome;
  seconds: number;
}

/** A claim that can be judged. */
export class Claim {
  constructor(readonly options: ClaimOptions) {}

  /** Measures, compares, and says what came out. */
  async judge(): Promise<Verdict> {
    const { id, statement, source, expected, tolerance, reason, measure } = this.options;
    const start = performance.now();
    const measured = await measure();
    const seconds = Math.round(performance.now() - start) / 1000;
    return {
      id,
      lesson: id.slice(0, 2),
      statement,
      source,
      expected,
      measured,
      tolerance,
      reason,
      verdict: outcome(measured, { expected, tolerance }),
      seconds,
    };
  }
}

/** Compares a measured value with what a claim expects; NaN never holds. */
export function outcome(
  measured: Measured,
  { expected, tolerance }: Pick<ClaimOptions, "expected" | "tolerance">,
): Outcome {
  const { mean, low, high } = typeof measured === "number"
    ? { mean: measured, low: measured, high: measured }
    : measured;
  if ([mean, low, high].some(Number.isNaN)) return "fails";
  return match(expected)
    .with(
      P.number,
      (value) => Math.abs(mean - value) <= tolerance ? "holds" as const : "fails" as const,
    )
    .with({ above: P.number }, ({ above }) => decide(low > above, high < above))
    .with({ below: P.number }, ({ below }) => decide(high < below, low > below))
    .exhaustive();
}

function decide(holds: boolean, fails: boolean): Outcome {
  return holds ? "holds" : fails ? "fails" : "not decided";
}
