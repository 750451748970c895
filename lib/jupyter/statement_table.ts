import { type Displayable, links, markdownTable } from "./display.ts";

/** What somebody wrote and what became of it, as a reader sees it. */
export interface StatedRow {
  says: string;
  source: string;
  verdict: string;
  because: string;
  data: string;
  claims: readonly string[];
}

/**
 * Statements with their verdicts, what these rest on, and the claims that bear them out, linked where
 * there is something to link to.
 */
export function statementTable(
  rows: readonly StatedRow[],
  linkOf?: (claim: string) => string,
): Displayable {
  const shown = (claims: readonly string[]) => linkOf ? links(claims, linkOf) : claims.join(", ");
  return markdownTable(
    ["statement", "source", "verdict", "because", "data", "claims"],
    rows.map(({ says, source, verdict, because, data, claims }) => [
      says,
      source,
      `**${verdict}**`,
      because,
      data,
      shown(claims) || "none",
    ]),
  );
}
