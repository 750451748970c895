import { dirname } from "node:path";

/**
 * Does something about a file while no other process does it: another one waits, and a killed one lets
 * go. The lock is a file beside, `path.lock`, which stays.
 */
export async function withFileLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  await Deno.mkdir(dirname(path), { recursive: true });
  using file = await Deno.open(`${path}.lock`, { create: true, write: true });
  await file.lock(true);
  return await action();
}
