import { type Cell, type Notebook, sourceOf } from "./notebook.ts";
import type { Problem } from "./problem.ts";

/** What is wrong with the exercises of a notebook: metadata, pairs of cells, markers. */
export function exerciseProblems(notebook: Notebook): Problem[] {
  const ids = new Set<string>();
  return notebook.cells.flatMap((cell, index) =>
    [
      ...markerMessages(cell),
      ...metadataMessages(cell, { notebook, ids }),
      ...pairMessages(cell, notebook.cells[index + 1]),
    ].map((message) => ({
      notebook: notebook.path,
      cell: { kind: `${cell.cell_type} cell, position`, number: index + 1, id: cell.id },
      message,
    }))
  );
}

function markerMessages(cell: Cell): string[] {
  const source = sourceOf(cell);
  const { solution = false, grade = false } = cell.metadata.nbgrader ?? {};
  const code = cell.cell_type === "code";
  return [
    ...unbalanced(source, "SOLUTION", { needed: code && solution, allowed: code && solution }),
    ...unbalanced(source, "HIDDEN TESTS", {
      needed: code && grade && !solution,
      allowed: code && grade && !solution,
    }),
  ];
}

function unbalanced(
  source: string,
  name: string,
  { needed, allowed }: { needed: boolean; allowed: boolean },
): string[] {
  const marks = [...source.matchAll(new RegExp(`^\\s*// (BEGIN|END) ${name}$`, "gm"))]
    .map((match) => match[1]);
  const mentions = source.split(name).length - 1;
  const paired = marks.length % 2 === 0 &&
    marks.every((mark, index) => mark === (index % 2 === 0 ? "BEGIN" : "END"));
  if (allowed && (!paired || mentions !== marks.length)) {
    return [
      `each "// BEGIN ${name}" must be followed by its "// END ${name}", each on its own line`,
    ];
  }
  if (needed && marks.length === 0) return [`a region "// BEGIN ${name}" is missing`];
  if (!allowed && marks.length > 0) {
    return [`"// BEGIN ${name}" stands in a cell that nbgrader's metadata do not mark for it`];
  }
  return [];
}

function metadataMessages(
  { cell_type, metadata: { nbgrader } }: Cell,
  { notebook, ids }: { notebook: Notebook; ids: Set<string> },
): string[] {
  if (!nbgrader) return [];
  const { grade_id, points, grade, solution, locked, schema_version } = nbgrader;
  const messages: string[] = [];
  const number = notebook.lesson.split("_")[0];
  if (!new RegExp(`^${number}-[a-z0-9]+(-[a-z0-9]+)*$`).test(grade_id)) {
    messages.push(`grade_id must be words that begin with "${number}-", found "${grade_id}"`);
  }
  if (ids.has(grade_id)) messages.push(`grade_id "${grade_id}" must be unique; rename one`);
  ids.add(grade_id);
  if (schema_version !== 3) messages.push(`schema_version must be 3, found ${schema_version}`);
  if (grade && !(points! > 0)) messages.push(`points must be more than 0, found ${points}`);
  if (cell_type === "code" && grade === solution) {
    messages.push("a code cell is either a solution (solution: true) or its check (grade: true)");
  }
  if (cell_type === "markdown" && !(grade && solution)) {
    messages.push("an open question needs solution: true and grade: true");
  }
  if (locked !== (grade && !solution)) {
    messages.push(`locked must be ${grade && !solution}: only checks are locked`);
  }
  return messages;
}

function pairMessages(cell: Cell, next?: Cell): string[] {
  const nbgrader = cell.metadata.nbgrader;
  if (cell.cell_type !== "code" || !nbgrader?.solution) return [];
  const expected = `${nbgrader.grade_id}-check`;
  const found = next?.metadata.nbgrader?.grade_id;
  return found === expected
    ? []
    : [`the next cell must be its check "${expected}", found "${found ?? "no exercise cell"}"`];
}
