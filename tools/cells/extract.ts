import { type Cell, codeCells, type Notebook, sourceOf } from "./notebook.ts";

/** Where a line of an extracted module comes from. */
export interface Origin {
  number: number;
  id?: string;
  line: number;
}

/** A notebook's code cells as one module. */
export interface Extracted {
  code: string;
  /** For each line of `code`, from 0, its cell and line; undefined for the lines between cells. */
  origins: (Origin | undefined)[];
}

/** Joins the code cells, in order and in one scope, each below a line that names it. */
export function extract(notebook: Notebook): Extracted {
  const lines: string[] = [];
  const origins: (Origin | undefined)[] = [];
  for (const { cell, number } of codeCells(notebook)) {
    lines.push(`// cell ${number} (${cell.id ?? "no id"})`);
    origins.push(undefined);
    sourceLines(cell).forEach((text, index) => {
      lines.push(text);
      origins.push({ number, id: cell.id, line: index + 1 });
    });
  }
  return { code: [...lines, "export {};", ""].join("\n"), origins };
}

function sourceLines(cell: Cell): string[] {
  return sourceOf(cell).split("\n");
}

/** Writes `text` unless the file holds it already: make looks at the time of the file. */
export async function writeIfChanged(path: string, text: string): Promise<void> {
  const old = await Deno.readTextFile(path).catch(() => undefined);
  if (old === text) return;
  const beside = `${path}.${Deno.pid}`;
  await Deno.writeTextFile(beside, text);
  await Deno.rename(beside, path);
}
