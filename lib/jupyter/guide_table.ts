import { type Displayable, markdownTable } from "./display.ts";

/** A line of a guide as a reader sees it. */
export interface GuideRow {
  situation: string;
  advice: string;
  because: string;
  /** Lesson and name, as in `figures/`. */
  figure: string;
  claims: readonly string[];
}

/** Advice for situations, each with a small picture of its figure and links to its claims. */
export function guideTable(
  rows: readonly GuideRow[],
  linkOf: (claim: string) => string,
): Displayable {
  return markdownTable(
    ["you have", "do", "because", "figure", "claims"],
    rows.map(({ situation, advice, because, figure, claims }) => [
      situation,
      `**${advice}**`,
      because,
      `[<img src="../figures/${figure}.svg" alt="${figure}" width="200">](../figures/${figure}.svg)`,
      claims.map((claim) => `[${claim}](${linkOf(claim)})`).join(", "),
    ]),
  );
}
