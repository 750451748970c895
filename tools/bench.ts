/**
 * `make bench`: the same work by this project and by others, in turns on this machine.
 *
 *     deno run -A tools/bench.ts [--works a,b] [--peers ours,torch] [--rounds 7] [--seconds 0.6]
 *                                [--check]
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commandsOf, Crew, peerNames } from "./bench/crew.ts";
import { drawSpeed } from "./bench/draw.ts";
import { machine } from "./bench/machine.ts";
import { measure } from "./bench/measure.ts";
import { isDrawn } from "./bench/figure.ts";
import {
  isDisturbed,
  merged,
  readRecord,
  type Row,
  rowsOf,
  timeOf,
  writeRecord,
} from "./bench/record.ts";
import { inWords, withTables } from "./bench/table.ts";
import { contestantName, entrants, type Params, type Work, works } from "./bench/works.ts";
import { writeChanged } from "./figures/files.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const recordPath = join(root, "data", "results", "bench.json");
const readmePath = join(root, "tools", "bench", "README.md");

interface Options {
  works: Work[];
  peers: string[];
  rounds: number;
  seconds: number;
}

async function main(): Promise<number> {
  const options = readOptions();
  const lock = await onlyOne();
  const crew = new Crew(await commandsOf(options.peers, say));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => crew.end().finally(() => Deno.exit(130)));
  }
  try {
    return await benchAll(options, crew);
  } finally {
    await crew.end();
    lock.close();
  }
}

/** Measures all works, and writes after each; the exit status. */
async function benchAll(options: Options, crew: Crew): Promise<number> {
  let failed = 0;
  for (const work of options.works) {
    const rows: Row[] = [];
    for (const params of work.points) rows.push(...await bench(work, params, { ...options, crew }));
    if (rows.length === 0) say(`${work.id}: nobody here does it`);
    failed += rows.filter((row) => row.error !== undefined).length;
    if (options.rounds > 0 && rows.length > 0) await write(rows);
  }
  if (options.rounds > 0) await publish();
  return failed > 0 ? 1 : 0;
}

async function bench(
  work: Work,
  params: Params,
  { crew, rounds, seconds }: Options & { crew: Crew },
): Promise<Row[]> {
  const contestants = entrants(work).filter(({ peer }) => crew.has(peer));
  if (contestants.length === 0) return [];
  const options = { crew, rounds, seconds, tell: say };
  const outcomes = await measure(work, { params, contestants }, options);
  await crew.forget();
  const rows = rowsOf(work, params, outcomes);
  const size = work.sweep ? ` ${work.sweep} ${params[work.sweep]}` : "";
  for (const row of rows) say(`${work.id}${size}: ${contestantName(row)}: ${describe(row)}`);
  const taken = Math.max(...rows.filter(isDisturbed).map((row) => row.taken!));
  if (taken > 0) {
    say(
      `${work.id}: other programs kept up to ${taken} cores busy: end them and run ` +
        `--works ${work.id} again, for these times mislead`,
    );
  }
  return rows;
}

function describe(row: Row): string {
  if (row.error !== undefined) return `not measured: ${row.error}`;
  const time = timeOf(row);
  if (time === null) return "does the same work";
  const ratio = row.ratio === null ? "" : `, ${row.ratio.toPrecision(3)} × ours`;
  return `${inWords(time)} a ${row.unit}${ratio}`;
}

async function write(rows: Row[]): Promise<void> {
  const fresh = {
    command: "make bench",
    machine: await machine(),
    date: new Date().toISOString().slice(0, 10),
    rows,
  };
  await writeRecord(recordPath, merged(await readRecord(recordPath), fresh));
}

/** The tables in the README and the figure, from the record. */
async function publish(): Promise<void> {
  const record = await readRecord(recordPath);
  if (!record) return;
  await writeChanged(readmePath, withTables(await Deno.readTextFile(readmePath), record));
  if (record.rows.some(isDrawn)) await drawSpeed(record.rows, root, say);
}

/** Two benches at once would measure each other. */
async function onlyOne(): Promise<Deno.FsFile> {
  const folder = join(root, "build", "bench");
  await Deno.mkdir(folder, { recursive: true });
  const file = await Deno.open(join(folder, "lock"), { create: true, write: true });
  if (await file.tryLock(true)) return file;
  throw new Error("another bench is running in this folder: wait for its end");
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      works: { type: "string" },
      peers: { type: "string" },
      rounds: { type: "string", default: "7" },
      seconds: { type: "string", default: "0.6" },
      check: { type: "boolean", default: false },
    },
  });
  const ids = chosen("--works", values.works, works.map((work) => work.id));
  return {
    works: works.filter((work) => ids.includes(work.id)),
    peers: chosen("--peers", values.peers, peerNames),
    rounds: values.check ? 0 : positive("--rounds", values.rounds),
    seconds: positive("--seconds", values.seconds),
  };
}

function chosen(flag: string, given: string | undefined, all: readonly string[]): string[] {
  const names = given?.split(",").filter(Boolean) ?? [...all];
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length === 0 && names.length > 0) return names;
  throw new RangeError(
    `${flag} must name some of ${all.join(", ")}; received "${given}": correct it`,
  );
}

function positive(flag: string, given: string): number {
  const number = Number(given);
  if (number > 0 && number < Infinity) return flag === "--rounds" ? Math.ceil(number) : number;
  throw new RangeError(`${flag} must be a positive number; received "${given}": correct it`);
}

function say(text: string): void {
  console.log(text);
}

if (import.meta.main) {
  const status = await main().catch((error) => {
    console.error(`bench: ${error instanceof Error ? error.message : error}`);
    return 1;
  });
  Deno.exit(status);
}
