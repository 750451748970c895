import { studyRows } from "../experiments/study_record.ts";
import { allClaims, claimsOfLessons } from "./all_claims.ts";
import type { Verdict } from "./claim.ts";

/** Every claim of the course with its verdict, as `make ledger` measured them. */
export function recordedLedger(): Verdict[] {
  return studyRows<Verdict>("15_ledger");
}

/** How the claims of a lesson stand. */
export interface LessonTally {
  lesson: string;
  claims: number;
  holds: number;
  "not decided": number;
  fails: number;
  /** Of the exact ones that take little time: how many were measured again here. */
  "measured again": number;
  /** And how many of these got the verdict that the record has. */
  "as recorded": number;
}

/** Counts the recorded verdicts, and measures again what needs no training and took fewer seconds than that. */
export async function measureAgain(
  rows: readonly Verdict[],
  { below }: { below: number },
): Promise<LessonTally[]> {
  const recorded = new Map(rows.map((row) => [row.id, row]));
  const tallies: LessonTally[] = [];
  for (const [lesson, claims] of Object.entries(claimsOfLessons)) {
    const own = claims.map((claim) => ({ claim, row: recorded.get(claim.options.id)! }));
    const count = (verdict: string) => own.filter(({ row }) => row.verdict === verdict).length;
    const quick = own.filter(({ claim: { options }, row }) =>
      options.kind === "exact" && !options.seconds && row.seconds < below
    );
    let agreed = 0;
    for (const { claim, row } of quick) {
      if ((await claim.judge()).verdict === row.verdict) agreed++;
    }
    tallies.push({
      ...{ lesson, claims: own.length, holds: count("holds") },
      ...{ "not decided": count("not decided"), fails: count("fails") },
      ...{ "measured again": quick.length, "as recorded": agreed },
    });
  }
  return tallies;
}

/**
 * For claims with a bound and an interval: how far the mean is from the bound, in half lengths of the
 * interval. At 1 the interval just touches the bound; below, it is not decided.
 */
export function margins(rows: readonly Verdict[]): number[] {
  return rows.flatMap(({ expected, measured }) => {
    if (typeof expected === "number" || typeof measured === "number") return [];
    const bound = "above" in expected ? expected.above : expected.below;
    const half = (measured.high - measured.low) / 2;
    return half > 0 ? [Math.abs(measured.mean - bound) / half] : [];
  });
}

/** The claims that the record lacks, or has in other words: none, when it is up to date. */
export function unrecorded(rows: readonly Verdict[]): string[] {
  const recorded = new Map(rows.map((row) => [row.id, row]));
  return allClaims.flatMap(({ options: { id, statement, source, expected, tolerance } }) => {
    const row = recorded.get(id);
    const same = row && row.statement === statement && row.source === source &&
      row.tolerance === tolerance && JSON.stringify(row.expected) === JSON.stringify(expected);
    return same ? [] : [id];
  });
}
