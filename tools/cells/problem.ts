/** Something wrong in a notebook, at a line of a cell where that is known. */
export interface Problem {
  notebook: string;
  cell?: { number: number; id?: string; kind?: string };
  line?: number;
  message: string;
}

/** A problem as the reader sees it: `notebooks/01_x.ipynb, cell 7 (sigmoid), line 3: message`. */
export function describe({ notebook, cell, line, message }: Problem): string {
  const place = [notebook];
  if (cell) place.push(`${cell.kind ?? "cell"} ${cell.number} (${cell.id ?? "no id"})`);
  if (line !== undefined) place.push(`line ${line}`);
  return `${place.join(", ")}: ${message}`;
}
