import { type Cell, type Notebook, sourceOf } from "./notebook.ts";
import type { Problem } from "./problem.ts";

const READABLE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What a notebook in git must not have, or must have: outputs, counts, ids, kernel. */
export function hygieneProblems(notebook: Notebook): Problem[] {
  const ids = new Set<string>();
  return [
    ...kernelProblems(notebook),
    ...notebook.cells.flatMap((cell, index) =>
      cellMessages(cell, ids).map((message) => ({
        notebook: notebook.path,
        cell: { kind: `${cell.cell_type} cell, position`, number: index + 1, id: cell.id },
        message,
      }))
    ),
  ];
}

function kernelProblems({ path, metadata }: Notebook): Problem[] {
  const { name, language } = metadata.kernelspec ?? {};
  const info = metadata.language_info?.name;
  // `deno fmt` passes over the cells of a notebook whose language_info it does not know.
  if (name === "deno" && language === "typescript" && info === "typescript") return [];
  const message = 'the kernel must be "deno", its language and language_info "typescript", ' +
    `found "${name}", "${language}" and "${info}"; choose the kernel Deno in JupyterLab and save`;
  return [{ notebook: path, message }];
}

function cellMessages(cell: Cell, ids: Set<string>): string[] {
  const messages: string[] = [];
  const id = cell.id ?? "";
  if (!READABLE.test(id) || isRandom(id)) {
    messages.push(`the cell's id must be words like "sigmoid-derivative", found "${id}"`);
  }
  if (ids.has(id)) messages.push(`the id "${id}" must be unique in its notebook; rename one`);
  ids.add(id);
  if (sourceOf(cell).trim() === "") messages.push("the cell is empty; delete it");
  if (cell.cell_type !== "code") return messages;
  if (cell.outputs?.length !== 0) messages.push("the outputs must be cleared before committing");
  if (cell.execution_count !== null) {
    messages.push(`execution_count must be null, found ${cell.execution_count}; clear the outputs`);
  }
  return messages;
}

/** Jupyter's own ids are hexadecimal, of 8 digits or in the groups of a UUID. */
function isRandom(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?$/.test(id);
}
