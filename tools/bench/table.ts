/**
 * The record as Markdown tables.
 * @module
 */
import { type BenchRecord, isDisturbed, type Row, type Slope, timeOf } from "./record.ts";
import { aims, contestantName, works } from "./works.ts";

const begin = "<!-- bench: begin -->";
const end = "<!-- bench: end -->";

/**
 * The text with the tables between its two marker comments.
 *
 * @throws {RangeError} when the markers are missing
 */
export function withTables(text: string, record: BenchRecord): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (!(from >= 0 && to > from)) {
    throw new RangeError(
      `withTables(): the text must hold the lines ${begin} and ${end}: put them where the ` +
        "tables belong",
    );
  }
  return `${text.slice(0, from + begin.length)}\n\n${tables(record)}\n${text.slice(to)}`;
}

const disturbed =
  "Rows marked *disturbed* were measured while other programs kept cores busy: they " +
  "mislead, and are not in the figure.\n";

/** Times and ratios of all works, then how time grows in the sweeps. */
export function tables(record: BenchRecord): string {
  const sweeps = new Set(works.filter((work) => work.sweep).map((work) => work.id));
  const rows = record.rows.filter((row) => !sweeps.has(row.work));
  const growth = record.rows.filter((row) => sweeps.has(row.work));
  return [
    `${record.machine}; ${record.date}; medians of ${roundsOf(record.rows)} rounds.\n`,
    ...(record.rows.some(isDisturbed) ? [disturbed] : []),
    ...(rows.length > 0 ? [comparison(rows), aimTable(rows)] : []),
    ...(growth.length > 0 ? [sweepTable(growth, record.slopes)] : []),
  ].join("\n");
}

/** A time in the unit in which it is readable: `0.26 ms`. */
export function inWords(seconds: number): string {
  const [factor, unit] = seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
  const value = seconds * factor;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}

function comparison(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const time = timeOf(row);
    return [
      titleOf(row.work) + (isDisturbed(row) ? " (disturbed)" : ""),
      contestantName(row),
      time === null ? "-" : `${inWords(time)} a ${row.unit}`,
      ratioInWords(row),
    ];
  });
  return markdown(["work", "who", "time", "time / ours (quartiles)"], lines);
}

/** What was aimed at, beside what was measured. */
function aimTable(rows: readonly Row[]): string {
  const lines = aims.flatMap((aim) => {
    const row = rows.find((row) =>
      row.work === aim.work && row.peer === aim.peer && row.variant === aim.variant
    );
    if (!row?.ratio) return [];
    const reached = row.ratio >= aim.ratio ? "reached" : "not reached";
    return [[titleOf(aim.work), contestantName(aim), `${aim.ratio}`, ratioInWords(row), reached]];
  });
  if (lines.length === 0) return "";
  return markdown(["work", "beside", "aimed at", "measured", ""], lines);
}

function ratioInWords({ ratio, ratioQuartiles, error }: Row): string {
  if (error !== undefined) return `not measured: ${brief(error)}`;
  if (ratio === null || ratioQuartiles === null) return "";
  const [low, high] = ratioQuartiles.map((value) => value.toPrecision(3));
  return `**${ratio.toPrecision(3)}** (${low}-${high})`;
}

function sweepTable(rows: readonly Row[], slopes: readonly Slope[]): string {
  const groups = Map.groupBy(rows, ({ work, peer, variant }) => `${work} ${peer} ${variant}`);
  const lines = [...groups.values()].map((group) => {
    const [{ work, peer, variant }] = group;
    const parameter = works.find(({ id }) => id === work)!.sweep!;
    const times = group.map((row) => {
      const time = timeOf(row);
      return `${row.params[parameter]}: ${time === null ? "-" : inWords(time)}`;
    });
    const slope = slopes.find((s) => s.work === work && s.peer === peer && s.variant === variant);
    const power = slope ? slope.power.toFixed(2) : "";
    const title = titleOf(work) + (group.some(isDisturbed) ? " (disturbed)" : "");
    return [title, contestantName({ peer, variant }), times.join(", "), power];
  });
  return markdown(["sweep", "who", "time by size", "power of the size"], lines);
}

function markdown(head: readonly string[], lines: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...lines.map(line), ""].join("\n");
}

function escaped(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}

function brief(error: string): string {
  return error.length > 120 ? `${error.slice(0, 119)}…` : error;
}

function titleOf(work: string): string {
  return works.find(({ id }) => id === work)?.title ?? work;
}

function roundsOf(rows: readonly Row[]): number {
  return Math.max(0, ...rows.map((row) => row.rounds));
}
