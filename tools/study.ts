/**
 * `make study`: runs the long studies whose records are missing or were made by other code (or those
 * named on the command line, with or without the lesson's number) and writes
 * `data/results/<study>.json`. At scale gpu the record is `<study>_gpu.json`, at scale tiny it goes to
 * `build/study/`. What a study has done is kept there too, so that one that was stopped goes on: a run
 * that is done by its rows, a long one while it is under way by its checkpoint. Of two that are started
 * at once the second waits for the first.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { withFileLock } from "../lib/datasets/file_lock.ts";
import { studies, type Study } from "../lib/experiments/studies.ts";
import { scale } from "../lib/experiments/scale.ts";
import type { StudyRecord } from "../lib/experiments/study_record.ts";
import type { StudyRun } from "../lib/experiments/study_runs.ts";
import { device, tf } from "../lib/tensorflow/tf.ts";
import { codeHash } from "./code_hash.ts";

const folder = new URL("../data/results/", import.meta.url);
const workplace = new URL("../build/study/", import.meta.url);

if (import.meta.main) {
  const named = Deno.args.map((name) => {
    const study = studies.find((one) => [one.name, one.name.slice("00_".length)].includes(name));
    if (study) return study;
    console.error(`no study ${name}; there are: ${studies.map((s) => s.name).join(", ")}`);
    Deno.exit(1);
  });
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
  const kept = new URL(`${study.name}-${scale()}-${code.slice(0, 12)}/`, workplace);
  await withFileLock(fileURLToPath(new URL("study", kept)), () => measure(study, { code, kept }));
}

async function measure(study: Study, { code, kept }: { code: string; kept: URL }): Promise<void> {
  const start = performance.now();
  let before = 0;
  const rows = await study.run(async (runs) => {
    const done = await runAll(runs, kept);
    before += done.secondsBefore;
    return done.rows;
  });
  const seconds = Math.round(before + (performance.now() - start) / 1000);
  const result: StudyRecord<object> = {
    study: study.name,
    command: `deno run -A tools/study.ts ${study.name}`,
    ...provenance(),
    seconds,
    code,
    rows,
  };
  await writeWhole(placeOf(study.name), format(result));
  await removeIfThere(new URL("shared/", kept));
  console.log(`${study.name}: ${rows.length} rows in ${seconds} s`);
}

/** Where the record of a study at the scale in force belongs. */
function placeOf(name: string): URL {
  if (scale() === "tiny") return new URL(`${name}.json`, workplace);
  return new URL(scale() === "gpu" ? `${name}_gpu.json` : `${name}.json`, folder);
}

/** A run that is done. */
interface Done<Row> {
  seconds: number;
  rows: Row[];
}

/**
 * Does the runs that are not kept yet, and says how long the rest will take. Gives the rows of all, and
 * the seconds that the kept ones had taken.
 */
export async function runAll<Row extends object>(
  runs: readonly StudyRun<Row>[],
  kept: URL,
): Promise<{ rows: Row[]; secondsBefore: number }> {
  const rows: Row[] = [];
  let secondsBefore = 0;
  const start = performance.now();
  let found = 0;
  for (const [k, { name, run }] of runs.entries()) {
    const file = name.replaceAll(/[^\p{L}\p{N}.]+/gu, "_");
    const place = new URL(`${file}.json`, kept);
    const known = await readDone<Row>(place);
    if (known) {
      rows.push(...known.rows);
      secondsBefore += known.seconds;
      found++;
      continue;
    }
    const checkpoint = new URL(`${file}.checkpoint`, kept);
    const shared = new URL("shared", kept);
    const began = performance.now();
    const made = await run({
      checkpoint: fileURLToPath(checkpoint),
      shared: fileURLToPath(shared),
    });
    const done: Done<Row> = { seconds: (performance.now() - began) / 1000, rows: made };
    rows.push(...made);
    await writeWhole(place, JSON.stringify(done));
    await removeIfThere(checkpoint);
    const seconds = (performance.now() - start) / 1000;
    const left = seconds / (k + 1 - found) * (runs.length - k - 1);
    console.log(
      `${k + 1} of ${runs.length} runs (${name}), ${seconds.toFixed(0)} s, at most ` +
        `${left.toFixed(0)} s left`,
    );
  }
  if (found > 0) console.log(`${found} of ${runs.length} runs were there already`);
  return { rows, secondsBefore };
}

async function readDone<Row>(place: URL): Promise<Done<Row> | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(place));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function removeIfThere(place: URL): Promise<void> {
  try {
    await Deno.remove(place, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
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

/** What computes here, with what, and when: for a record. */
export function provenance(): Pick<
  StudyRecord<object>,
  "machine" | "device" | "versions" | "date"
> {
  return {
    machine: machine(),
    device: `${device.name} (${device.hardware})`,
    versions: versions(),
    date: today(),
  };
}

/** The day, as 2026-01-31. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What computes, by name: on TensorFlow's own library that one too. */
function versions(): Record<string, string> {
  const { binding } = tf.backend() as { binding?: { TF_Version: string } };
  return {
    "Deno": Deno.version.deno,
    "TensorFlow.js": tf.version.tfjs,
    ...(binding ? { TensorFlow: binding.TF_Version } : {}),
  };
}

/** The machine in a few words. */
function machine(): string {
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  return `${Deno.build.arch}, ${navigator.hardwareConcurrency} cores, ${memory} GiB, ${Deno.build.os}`;
}
