/**
 * The notebooks' cells as TypeScript.
 *
 *     deno run -A tools/cells.ts extract [NOTEBOOK...]   writes build/NN_name.ts
 *     deno run -A tools/cells.ts check [NOTEBOOK...]     types, lint, format, hygiene, exercises
 *
 * Without names it takes all of notebooks/. Names are taken from the project's root.
 *
 * @module
 */
import { lintErrors, typeErrors } from "./cells/diagnose.ts";
import { exerciseProblems } from "./cells/exercises.ts";
import { extract, type Extracted, writeIfChanged } from "./cells/extract.ts";
import { formatProblems } from "./cells/format.ts";
import { hygieneProblems } from "./cells/hygiene.ts";
import { type Notebook, readNotebook } from "./cells/notebook.ts";
import { describe, type Problem } from "./cells/problem.ts";

/** Every notebook of notebooks/, in reading order. */
export async function allNotebooks(): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir("notebooks"), (entry) => entry.name);
  return names.filter((name) => name.endsWith(".ipynb")).sort().map((name) => `notebooks/${name}`);
}

/** Writes a notebook's cells into build/, where `../lib/x.ts` means what it means beside it. */
export async function writeCells(
  notebook: Notebook,
): Promise<{ extracted: Extracted; file: string }> {
  const extracted = extract(notebook);
  const file = `build/${notebook.lesson}.ts`;
  await Deno.mkdir("build", { recursive: true });
  await writeIfChanged(file, extracted.code);
  return { extracted, file };
}

/** Everything that is wrong with a notebook. */
export async function check(notebook: Notebook): Promise<Problem[]> {
  const cells = await writeCells(notebook);
  return [
    ...hygieneProblems(notebook),
    ...exerciseProblems(notebook),
    ...await formatProblems(notebook),
    ...await lintErrors(notebook, cells.extracted),
    ...await typeErrors(notebook, cells),
  ];
}

async function main([command, ...paths]: string[]): Promise<number> {
  if (command !== "extract" && command !== "check") {
    console.error("usage: deno run -A tools/cells.ts extract|check [NOTEBOOK...]");
    return 2;
  }
  const root = `${await Deno.realPath(new URL("..", import.meta.url))}/`;
  const named = await Promise.all(paths.map((path) => Deno.realPath(path)));
  Deno.chdir(root);
  const inside = named.map((path) => path.startsWith(root) ? path.slice(root.length) : path);
  const notebooks = await Promise.all(
    (paths.length ? inside : await allNotebooks()).map(readNotebook),
  );
  if (notebooks.length === 0) {
    console.error("tools/cells.ts: notebooks/ holds no notebook; is this the whole repository?");
    return 1;
  }
  if (command === "extract") {
    await Promise.all(notebooks.map(writeCells));
    return 0;
  }
  let failed = 0;
  for (const notebook of notebooks) {
    const problems = new Set((await check(notebook)).map(describe));
    console.log(
      `${notebook.path}: ${problems.size === 0 ? "ok" : `${problems.size} problems`}`,
    );
    problems.forEach((text) => console.log(`  ${text}`));
    if (problems.size > 0) failed += 1;
  }
  return failed > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
