import { deno } from "./deno.ts";
import type { Extracted } from "./extract.ts";
import type { Notebook } from "./notebook.ts";
import type { Problem } from "./problem.ts";

const ERROR = /^(?:TS\d+ \[ERROR\]|error): ([\s\S]*?)\n +at (file:\/\/\S+?):(\d+):\d+$/gm;
const DRAWING = /(\n +\|)?\n[^\n]*\n *\|? *[~^]+ *$/;

/** Type errors of an extracted module, in terms of the notebook's cells. */
export async function typeErrors(
  notebook: Notebook,
  { extracted, file }: { extracted: Extracted; file: string },
): Promise<Problem[]> {
  // `deno check` skips what deno.json excludes, build/ among it; `deno cache --check` does not.
  const { success, stderr } = await deno(["cache", "--quiet", "--check", file]);
  if (success) return [];
  const url = new URL(`file://${await Deno.realPath(file)}`).href;
  const found = [...stderr.matchAll(ERROR)].map(([, message, place, line]) =>
    place === url
      ? locate(notebook, { extracted, line: Number(line), message: plain(message) })
      : { notebook: notebook.path, message: `${place}:${line}: ${plain(message)}` }
  );
  return found.length > 0 ? found : [{ notebook: notebook.path, message: stderr.trim() }];
}

/** What the linter says of an extracted module, in terms of the notebook's cells. */
export async function lintErrors(notebook: Notebook, extracted: Extracted): Promise<Problem[]> {
  const { stdout } = await deno(["lint", "--json", "-"], extracted.code);
  const { diagnostics, errors } = JSON.parse(stdout);
  return [
    ...diagnostics.map((each: Diagnostic) =>
      locate(notebook, {
        extracted,
        line: each.range.start.line,
        message: `${each.message} (${each.code})`,
      })
    ),
    ...errors.map(({ message }: { message: string }) => {
      const [, text, , line] = new RegExp(ERROR.source, "m").exec(`error: ${message}`) ?? [];
      return locate(notebook, { extracted, line: Number(line), message: plain(text ?? message) });
    }),
  ];
}

interface Diagnostic {
  range: { start: { line: number } };
  message: string;
  code: string;
}

function locate(
  notebook: Notebook,
  { extracted, line, message }: { extracted: Extracted; line: number; message: string },
): Problem {
  const origin = extracted.origins[line - 1];
  return { notebook: notebook.path, cell: origin, line: origin?.line, message };
}

/** The message without the drawing of the line that a terminal shows below it. */
function plain(message: string): string {
  return message.replace(DRAWING, "");
}
