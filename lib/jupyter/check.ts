import { match, P } from "ts-pattern";
import { type Displayable, links, markdownTable } from "./display.ts";

/** A measured number, or a mean with its interval. */
export type MeasuredValue = number | { mean: number; low: number; high: number };
/** An expected number, or a bound on one side. */
export type ExpectedValue = number | { above: number } | { below: number };

/** A judged claim as a reader sees it. */
export interface CheckedRow {
  id: string;
  statement: string;
  expected: ExpectedValue;
  measured: MeasuredValue;
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
    ) => [row.statement, ...values(row), tolerance(row), marks[row.verdict]]),
  );
}

/** The ledger: every claim that was checked since the kernel started. */
export function ledger(): Displayable {
  return markdownTable(
    ["claim", "statement", "expected", "measured", "verdict"],
    [...checked.values()].map((row) => [
      row.id,
      row.statement,
      ...values(row),
      marks[row.verdict],
    ]),
  );
}

/** Judged claims with their sources, each linked to where it belongs. */
export function ledgerOf(
  rows: readonly (CheckedRow & { source: string })[],
  linkOf: (id: string) => string,
): Displayable {
  return markdownTable(
    ["claim", "statement", "source", "expected", "measured", "verdict"],
    rows.map((row) => [
      links([row.id], linkOf),
      row.statement,
      row.source,
      ...values(row),
      row.verdict,
    ]),
  );
}

function tolerance({ tolerance, reason }: CheckedRow): string {
  return tolerance === 0 ? reason : `${shortNumber(Number(tolerance.toPrecision(3)))}: ${reason}`;
}

/** What was expected and what was measured, in words. */
function values({ expected, measured }: CheckedRow): [string, string] {
  return [
    match(expected)
      .with(P.number, shortNumber)
      .with({ above: P.number }, ({ above }) => `> ${shortNumber(above)}`)
      .with({ below: P.number }, ({ below }) => `< ${shortNumber(below)}`)
      .exhaustive(),
    match(measured)
      .with(P.number, shortNumber)
      .with(
        { mean: P.number },
        ({ mean, low, high }) =>
          `${shortNumber(mean)} (${shortNumber(low)} to ${shortNumber(high)})`,
      )
      .exhaustive(),
  ];
}

/** A number to six significant digits, without trailing zeros; powers of ten as 1.5·10⁻⁷. */
export function shortNumber(value: number): string {
  const [digits, power] = String(Number(value.toPrecision(6))).split("e");
  return power === undefined ? digits : `${digits}·10${superscript(String(Number(power)))}`;
}

function superscript(power: string): string {
  return power.replace(/./g, (sign) => sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]);
}
