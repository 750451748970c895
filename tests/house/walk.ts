/** The files below a folder whose names end so, as paths from the project's folder. */
export function walk(folder: string, ending: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return walk(path, ending);
    return entry.name.endsWith(ending) ? [path] : [];
  }).sort();
}
