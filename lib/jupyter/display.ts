/** The symbol by which the Deno kernel asks a value how it wants to be shown. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display") as never;

/** What a value looks like, by MIME type. */
export type MimeBundle = Record<string, unknown>;

/** A value that shows itself when it is the last one of a cell. */
export interface Displayable {
  [jupyterDisplay](): MimeBundle;
}

/** Names as Markdown, each with the link that it has, separated by commas. */
export function links(names: readonly string[], linkOf: (name: string) => string): string {
  return names.map((name) => `[${name}](${linkOf(name)})`).join(", ");
}

/** A table as Markdown, with the same text where Markdown is not rendered. */
export function markdownTable(header: readonly string[], rows: readonly string[][]): Displayable {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const text = [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
  return { [jupyterDisplay]: () => ({ "text/markdown": text, "text/plain": text }) };
}
