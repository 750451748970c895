/** A cell as nbformat 4.5 stores it. */
export interface Cell {
  cell_type: "code" | "markdown" | "raw";
  id?: string;
  metadata: { tags?: string[]; nbgrader?: Nbgrader };
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
}

/** nbgrader's metadata of an exercise's cell, schema version 3. */
export interface Nbgrader {
  schema_version: number;
  grade_id: string;
  grade: boolean;
  solution: boolean;
  locked: boolean;
  task?: boolean;
  points?: number;
}

/** A notebook file: where it lies, and its cells in reading order. */
export interface Notebook {
  /** As the reader names it, from the project's root. */
  path: string;
  /** `01_activations` for `notebooks/01_activations.ipynb`. */
  lesson: string;
  cells: Cell[];
  metadata: {
    kernelspec?: { name?: string; language?: string };
    language_info?: { name?: string };
  };
}

/** The text of a cell. */
export function sourceOf(cell: Cell): string {
  return typeof cell.source === "string" ? cell.source : cell.source.join("");
}

/** Reads a notebook. Throws a TypeError where the file is no notebook. */
export async function readNotebook(path: string): Promise<Notebook> {
  const { cells, metadata } = JSON.parse(await Deno.readTextFile(path));
  if (!Array.isArray(cells)) {
    throw new TypeError(
      `readNotebook(): ${path} must be a notebook of format 4, but it has no list of cells; save it again from JupyterLab`,
    );
  }
  const lesson = path.replace(/^.*\//, "").replace(/\.ipynb$/, "");
  return { path, lesson, cells, metadata };
}

/** The code cells, each with its number: what JupyterLab shows in brackets after a run. */
export function codeCells(notebook: Notebook): { cell: Cell; number: number }[] {
  return notebook.cells
    .filter((cell) => cell.cell_type === "code")
    .map((cell, index) => ({ cell, number: index + 1 }));
}
