/**
 * The record of the bench in data/results/bench.json: rows, and the machine that made them.
 * @module
 */
import { readIfThere, writeChanged } from "../figures/files.ts";
import { toleratedCores } from "./machine.ts";
import type { Outcome } from "./measure.ts";
import { compareRounds, logLogSlope, median } from "./statistics.ts";
import { ours, type Params, type Work, works } from "./works.ts";

/** One contestant at one work of one size; times are seconds per unit. */
export interface Row {
  work: string;
  unit: string;
  params: Params;
  peer: string;
  variant: string;
  /** The median of ours; null where ours could not be measured. */
  ours: number | null;
  /** The median of the peer; null in our own rows and where it could not be measured. */
  theirs: number | null;
  /** theirs / ours: above 1, ours is faster. */
  ratio: number | null;
  /** The quartiles of the ratios of each round. */
  ratioQuartiles: [number, number] | null;
  rounds: number;
  /** Cores that other programs kept busy in the median round; null where nobody can tell. */
  taken: number | null;
  versions: Record<string, string>;
  /** Why there is no time. */
  error?: string;
}

/** The power p of time ∝ sizeᵖ over the sizes of a sweep. */
export interface Slope {
  work: string;
  parameter: string;
  peer: string;
  variant: string;
  power: number;
}

/** All that is known of the last bench of each work on one machine. */
export interface BenchRecord {
  command: string;
  machine: string;
  /** Day of the last work, as 2026-01-31. */
  date: string;
  slopes: Slope[];
  rows: Row[];
}

/** The rows of one work at one size: ours, and each other's with the variant of ours beside it. */
export function rowsOf(work: Work, params: Params, outcomes: readonly Outcome[]): Row[] {
  const own = new Map(
    outcomes.filter(({ contestant }) => contestant.peer === ours)
      .map((outcome) => [outcome.contestant.variant, outcome]),
  );
  return outcomes.map((outcome) => {
    const { contestant: { peer, variant, against }, times, versions, error } = outcome;
    const isOurs = peer === ours;
    const base = own.get(isOurs ? variant : against);
    const usable = base && base.error === undefined ? base.times : [];
    const theirs = isOurs || error !== undefined ? [] : times;
    const both = theirs.length > 0 && usable.length === theirs.length;
    return {
      work: work.id,
      unit: work.unit,
      params,
      peer,
      variant,
      ours: usable.length > 0 ? median(usable) : null,
      theirs: theirs.length > 0 ? median(theirs) : null,
      ...(both ? compareRounds(theirs, usable) : { ratio: null, ratioQuartiles: null }),
      rounds: times.length,
      taken: takenFrom(outcome, base),
      versions,
      ...(error === undefined ? {} : { error }),
    };
  });
}

/** Of the two that are compared the one who had to share more, in the median round. */
function takenFrom(...outcomes: (Outcome | undefined)[]): number | null {
  const medians = outcomes.map((outcome) =>
    median((outcome?.taken ?? []).filter((taken) => taken !== null))
  ).filter(Number.isFinite);
  return medians.length > 0 ? Number(Math.max(...medians).toFixed(2)) : null;
}

/** Whether other programs took so much of the machine that the row misleads. */
export function isDisturbed({ taken }: Row): boolean {
  return taken !== null && taken > toleratedCores;
}

/** The power with which time grows, for everyone who did two sizes of a sweep or more. */
export function slopesOf(rows: readonly Row[]): Slope[] {
  return works.flatMap(({ id, sweep }) => {
    if (sweep === undefined) return [];
    const own = rows.filter((row) => row.work === id && timeOf(row) !== null);
    const groups = Map.groupBy(own, ({ peer, variant }) => `${peer} ${variant}`);
    return [...groups.values()].filter((group) => group.length >= 2).map((group) => ({
      work: id,
      parameter: sweep,
      peer: group[0].peer,
      variant: group[0].variant,
      power: logLogSlope(group.map((row) => row.params[sweep]), group.map((row) => timeOf(row)!)),
    }));
  });
}

/** The seconds per unit of whoever the row is about; null where there are none. */
export function timeOf({ peer, ours: own, theirs }: Row): number | null {
  return peer === ours ? own : theirs;
}

/** The record with the rows of some works replaced; what another machine made is dropped. */
export function merged(
  before: BenchRecord | undefined,
  fresh: Omit<BenchRecord, "slopes">,
): BenchRecord {
  const measured = new Set(fresh.rows.map((row) => row.work));
  const kept = before?.machine === fresh.machine
    ? before.rows.filter((row) => !measured.has(row.work))
    : [];
  const place = (row: Row) => works.findIndex((work) => work.id === row.work);
  const rows = [...kept, ...fresh.rows].sort((a, b) => place(a) - place(b));
  return { ...fresh, slopes: slopesOf(rows), rows };
}

/**
 * The record in a file; undefined where there is none.
 *
 * @throws {Error} when it is damaged
 */
export async function readRecord(path: string): Promise<BenchRecord | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(
      `bench: ${path} must be JSON: bring it back with \`git checkout ${path}\`, or remove it`,
      { cause: error },
    );
  }
}

/** Writes the record, whole or not at all; one row a line. */
export async function writeRecord(path: string, record: BenchRecord): Promise<void> {
  const { slopes, rows, ...head } = record;
  const lines = (items: readonly object[]) =>
    items.map((item) => `\n    ${JSON.stringify(item)}`).join(",");
  await writeChanged(
    path,
    `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "slopes": [${lines(slopes)}\n  ],\n` +
      `  "rows": [${lines(rows)}\n  ]\n}\n`,
  );
}
