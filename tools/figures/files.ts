/**
 * Files that are whole or absent: written beside their place, then renamed into it.
 * @module
 */
import { dirname, join } from "node:path";

/** How old, in ms, a `.partial` file or folder is when whoever made it is surely gone. */
const abandonedAfter = 10 * 60 * 1000;

/** Writes `text` to `path` unless it is there already; tells whether it wrote. Makes the folder. */
export async function writeChanged(path: string, text: string): Promise<boolean> {
  if (await readIfThere(path) === text) return false;
  await Deno.mkdir(dirname(path), { recursive: true });
  const partial = await Deno.makeTempFile({ dir: dirname(path), suffix: ".partial" });
  await Deno.writeTextFile(partial, text);
  await Deno.chmod(partial, 0o644);
  await Deno.rename(partial, path);
  return true;
}

/** The text of a file, or undefined where there is none. */
export function readIfThere(path: string): Promise<string | undefined> {
  return Deno.readTextFile(path).catch(absent);
}

/** Removes a file or folder; that it is already gone is fine. */
export async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(absent);
}

/** The names in a folder, sorted; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(absent);
  return (entries ?? []).map((entry) => entry.name).sort();
}

/** Removes what killed runs left half-made in a folder. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(".partial")) continue;
    const info = await Deno.stat(join(folder, name)).catch(absent);
    const age = Date.now() - (info?.mtime?.getTime() ?? Date.now());
    if (age > abandonedAfter) await removeIfThere(join(folder, name));
  }
}

function absent(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
