import { deno } from "./deno.ts";
import type { Notebook } from "./notebook.ts";
import type { Problem } from "./problem.ts";

/** Whether `deno fmt` would change the notebook. */
export async function formatProblems({ path }: Notebook): Promise<Problem[]> {
  // `deno fmt --check` of Deno 2.8.1 refuses every notebook that it has not formatted itself.
  const text = await Deno.readTextFile(path);
  const { stdout } = await deno(["fmt", "--ext", "ipynb", "-"], text);
  return stdout === text
    ? []
    : [{ notebook: path, message: `not formatted: run \`deno fmt ${path}\`` }];
}
