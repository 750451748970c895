import { type Displayable, markdownTable } from "./display.ts";

/** What somebody wrote and what became of it, as a reader sees it. */
export interface StatedRow {
  says: string;
  source: string;
  verdict: string;
  because: string;
  data: string;
  claims: readonly string[];
}

/** Statements with their verdicts, what these rest on, and the claims that bear them out. */
export function statementTable(rows: readonly StatedRow[]): Displayable {
  return markdownTable(
    ["statement", "source", "verdict", "because", "data", "claims"],
    rows.map(({ says, source, verdict, because, data, claims }) => [
      says,
      source,
      `**${verdict}**`,
      because,
      data,
      claims.join(", ") || "none",
    ]),
  );
}
