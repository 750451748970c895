/**
 * Does some runs of a study with the code in a folder and writes their rows to a file, for
 * `tools/carry.ts`: `sample.ts <folder> <study> <count> <file>`. It imports nothing of its own project.
 *
 * @module
 */
import { pathToFileURL } from "node:url";

/** What came out of one run of a study. */
export interface Sample {
  name: string;
  rows: unknown[];
}

interface Run {
  name: string;
  run(files: { checkpoint: string; shared: string }): Promise<object[]>;
}

interface Study {
  name: string;
  run(runAll: (runs: readonly Run[]) => Promise<object[]>): Promise<object[]>;
}

if (import.meta.main) {
  const [folder, name, count, file] = Deno.args;
  const { studies } = await import(pathToFileURL(`${folder}/lib/experiments/studies.ts`).href);
  const study = (studies as Study[]).find((one) => one.name === name);
  if (!study) throw new Error(`${folder} has no study ${name}`);
  await Deno.writeTextFile(file, JSON.stringify(await sample(study, Number(count))));
}

/** Does `count` runs of a study, evenly spread over all; a study without runs is done whole. */
export async function sample(study: Study, count: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const rows = await study.run(async (runs) => {
    for (const k of spread(runs.length, count)) {
      const folder = await Deno.makeTempDir();
      const files = { checkpoint: `${folder}/run.checkpoint`, shared: folder };
      samples.push({ name: runs[k].name, rows: await runs[k].run(files) });
      console.log(`  ${runs[k].name}`);
      await Deno.remove(folder, { recursive: true });
    }
    return [];
  });
  return samples.length > 0 ? samples : [{ name: "all of it", rows }];
}

/**
 * `count` of the numbers from 0 to `length` − 1, all of them when there are no more: one from each of as
 * many equal parts, a little later in each part, so that they are not all of one seed.
 */
export function spread(length: number, count: number): number[] {
  if (count >= length) return [...Array(length).keys()];
  const place = (k: number) => (k + (k + 0.5) / count) * length / count;
  return Array.from({ length: count }, (_, k) => Math.floor(place(k)));
}
