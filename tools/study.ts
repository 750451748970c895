/**
 * `make study`: runs the long studies whose records are missing or were made by other code
 * (or those named on the command line) and writes `data/results/<study>.json`. At scale gpu the record
 * is `<study>_gpu.json`, at scale tiny it goes to `build/study/`. What a study has done is kept there
 * too, so that one that was stopped goes on.
 *
 * @module
 */
import { studies, type Study } from "../lib/experiments/studies.ts";
import { scale } from "../lib/experiments/scale.ts";
import type { StudyRecord } from "../lib/experiments/study_record.ts";
import type { StudyRun } from "../lib/experiments/study_runs.ts";
import { device } from "../lib/tensorflow/tf.ts";
import { codeHash } from "./code_hash.ts";

const folder = new URL("../data/results/", import.meta.url);
const workplace = new URL("../build/study/", import.meta.url);

if (import.meta.main) {
  const unknown = Deno.args.filter((name) => !studies.some((study) => study.name === name));
  if (unknown.length > 0) {
    console.error(
      `no study ${unknown.join(", ")}; there are: ${studies.map((s) => s.name).join(", ")}`,
    );
    Deno.exit(1);
  }
  const named = studies.filter((study) => Deno.args.includes(study.name));
  for (const study of named.length > 0 ? named : studies) {
    if (named.length > 0 || await isStale(study)) await record(study);
    else console.log(`${study.name}: its record is up to date`);
  }
}

/** Whether the record of a study is missing or was made by other code. */
export async function isStale(study: Study): Promise<boolean> {
  try {
    const record: StudyRecord<unknown> = JSON.parse(
      await Deno.readTextFile(new URL(`${study.name}.json`, folder)),
    );
    return record.code !== await codeHash(study.module);
  } catch {
    return true;
  }
}

async function record(study: Study): Promise<void> {
  console.log(`${study.name}: running`);
  const code = await codeHash(study.module);
  const start = performance.now();
  const kept = new URL(`${study.name}-${scale()}-${code.slice(0, 12)}/`, workplace);
  const rows = await study.run((runs) => runAll(runs, kept));
  const seconds = Math.round((performance.now() - start) / 1000);
  const result: StudyRecord<object> = {
    study: study.name,
    command: `deno run -A tools/study.ts ${study.name}`,
    machine: machine(),
    device: `${device.name} (${device.hardware})`,
    date: new Date().toISOString().slice(0, 10),
    seconds,
    code,
    rows,
  };
  await writeWhole(placeOf(study.name), format(result));
  console.log(`${study.name}: ${rows.length} rows in ${seconds} s`);
}

/** Where the record of a study at the scale in force belongs. */
function placeOf(name: string): URL {
  if (scale() === "tiny") return new URL(`${name}.json`, workplace);
  return new URL(scale() === "gpu" ? `${name}_gpu.json` : `${name}.json`, folder);
}

/** Does the runs that are not kept yet, and says how long the rest will take. */
export async function runAll<Row extends object>(
  runs: readonly StudyRun<Row>[],
  kept: URL,
): Promise<Row[]> {
  const rows: Row[] = [];
  const start = performance.now();
  let found = 0;
  for (const [k, { name, run }] of runs.entries()) {
    const place = new URL(`${name.replaceAll(/[^\p{L}\p{N}.]+/gu, "_")}.json`, kept);
    const known = await readRows<Row>(place);
    const made = known ?? await run();
    rows.push(...made);
    if (known) {
      found++;
      continue;
    }
    await writeWhole(place, JSON.stringify(made));
    const seconds = (performance.now() - start) / 1000;
    const left = seconds / (k + 1 - found) * (runs.length - k - 1);
    console.log(
      `${k + 1} of ${runs.length} runs (${name}), ${seconds.toFixed(0)} s, at most ` +
        `${left.toFixed(0)} s left`,
    );
  }
  if (found > 0) console.log(`${found} of ${runs.length} runs were there already`);
  return rows;
}

async function readRows<Row>(place: URL): Promise<Row[] | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(place));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A record as text, one row a line: readable in a diff. */
export function format({ rows, ...provenance }: StudyRecord<object>): string {
  const head = JSON.stringify(provenance, null, 2).slice(0, -2);
  return `${head},\n  "rows": [\n    ${
    rows.map((row) => JSON.stringify(row)).join(",\n    ")
  }\n  ]\n}\n`;
}

/** Writes a file so that it is whole, or as it was before. */
export async function writeWhole(path: URL, text: string): Promise<void> {
  await Deno.mkdir(new URL(".", path), { recursive: true });
  const half = new URL(`${path.href}.half`);
  await Deno.writeTextFile(half, text);
  await Deno.rename(half, path);
}

/** The machine in a few words. */
export function machine(): string {
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  return `${Deno.build.arch}, ${navigator.hardwareConcurrency} cores, ${memory} GiB, ${Deno.build.os}`;
}
