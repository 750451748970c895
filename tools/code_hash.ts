import { createHash } from "node:crypto";

const here = new URL("../", import.meta.url);

/**
 * What no result depends on: one room talks to the reader, another is held to TensorFlow.js, and a
 * training that was kept and taken up again is held to one that was not interrupted.
 */
const leftOut = ["lib/jupyter/", "lib/tensorflow/", "lib/training/checkpoint.ts"];

/**
 * SHA-256 of a module of this project and of all of `lib/` that it imports, without the lines that
 * are comments. `module` is a path from the project's folder, `root` its URL, default this one's.
 *
 * @throws {Error} when the module cannot be resolved
 */
export async function codeHash(module: string, root = here): Promise<string> {
  const hash = createHash("sha256");
  for (const url of await localModules(module, root)) {
    hash.update(url.slice(root.href.length)).update(code(await Deno.readTextFile(new URL(url))));
  }
  return hash.digest("hex");
}

/** File URLs of a module and of what it imports from this project, sorted. */
async function localModules(module: string, root: URL): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", module],
    cwd: root,
  }).output();
  const failure = new TextDecoder().decode(stderr);
  if (!success) throw new Error(`codeHash(): \`deno info ${module}\` failed: ${failure}`);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: { specifier: string; error?: string }[];
  };
  const broken = modules.find((m) => m.error);
  if (broken) throw new Error(`codeHash(): ${broken.specifier}: ${broken.error}`);
  const lib = modules.map((m) => m.specifier).filter((url) => url.startsWith(`${root.href}lib/`));
  return lib.filter((url) => !leftOut.some((place) => url.startsWith(root.href + place))).sort();
}

/** The lines that are not comments, nor empty. */
function code(text: string): string {
  return text.split("\n").filter((line) => !/^\s*(\/\/|\/\*|\*|$)/.test(line)).join("\n");
}
