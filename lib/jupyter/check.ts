import { type Displayable, markdownTable } from "./display.ts";

/** A judged claim as a reader sees it. */
export interface CheckedRow {
  id: string;
  statement: string;
  expected: string;
  measured: string;
  tolerance: number;
  reason: string;
  verdict: string;
}

/** Something that can be measured and judged. */
export interface Checkable {
  judge(): Promise<CheckedRow>;
}

const marks: Record<string, string> = {
  holds: "✓",
  fails: "✗ fails",
  "not decided": "? not decided",
};
const checked = new Map<string, CheckedRow>();

/** Measures claims here and now and shows a row for each: expected, measured, tolerance, verdict. */
export async function check(...claims: Checkable[]): Promise<Displayable> {
  const rows: CheckedRow[] = [];
  for (const claim of claims) rows.push(await claim.judge());
  for (const row of rows) checked.set(row.id, row);
  return markdownTable(
    ["claim", "expected", "measured", "tolerance", ""],
    rows.map((
      row,
    ) => [row.statement, row.expected, row.measured, tolerance(row), marks[row.verdict]]),
  );
}

/** The ledger: every claim that was checked since the kernel started. */
export function ledger(): Displayable {
  return markdownTable(
    ["claim", "statement", "expected", "measured", "verdict"],
    [...checked.values()].map((row) => [
      row.id,
      row.statement,
      row.expected,
      row.measured,
      marks[row.verdict],
    ]),
  );
}

function tolerance({ tolerance, reason }: CheckedRow): string {
  return tolerance === 0 ? reason : `${Number(tolerance.toPrecision(3))}: ${reason}`;
}
