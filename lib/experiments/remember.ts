/**
 * The same experiment, which remembers its results: asked again with equal options, in the same
 * process, it answers with the rows it already has. What a lesson shows and what a claim judges
 * is then one computation.
 */
export function remember<Options, Row>(
  experiment: (options: Options) => Promise<Row[]>,
): (options: Options) => Promise<Row[]> {
  const known = new Map<string, Promise<Row[]>>();
  return (options) => {
    const key = JSON.stringify(options);
    const found = known.get(key);
    if (found) return found;
    const rows = experiment(options);
    known.set(key, rows);
    rows.catch(() => known.delete(key));
    return rows;
  };
}
