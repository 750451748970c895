import { type Displayable, links, markdownTable } from "./display.ts";

/** A line of a guide as a reader sees it. */
export interface GuideRow {
  situation: string;
  advice: string;
  because: string;
  /** Lesson and name, as in `figures/`. */
  figure: string;
  claims: readonly string[];
}

/** A header that keeps its column wide enough for a picture: JupyterLab takes styles away. */
function wide(header: string): string {
  return header + "&nbsp;".repeat(60);
}

/** Advice for situations, each with a small picture of its figure and links to its claims. */
export function guideTable(
  rows: readonly GuideRow[],
  linkOf: (claim: string) => string,
): Displayable {
  return markdownTable(
    ["you have", "do", "because", wide("figure")],
    rows.map(({ situation, advice, because, figure, claims }) => [
      situation,
      `**${advice}**`,
      `${because} (${links(claims, linkOf)})`,
      `[<img src="../figures/${figure}.svg" alt="${figure}" width="300">](../figures/${figure}.svg)`,
    ]),
  );
}
