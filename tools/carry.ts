/**
 * `make carry STUDY=11_frozen FROM=<commit>`: for a change of code that must not change a study's rows.
 * Some of its runs are done by the code of a commit that the record belongs to, and by today's, on this
 * machine. When all their rows are equal bit for bit, the record takes on today's code and says which
 * runs have shown it. Else it stays as it is: then `make study` measures it again.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath } from "node:url";
import { studies } from "../lib/experiments/studies.ts";
import { scale } from "../lib/experiments/scale.ts";
import type { StudyRecord } from "../lib/experiments/study_record.ts";
import type { Sample } from "./carry/sample.ts";
import { codeHash } from "./code_hash.ts";
import { format, today, writeWhole } from "./study.ts";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** How many runs are compared, evenly spread over all. */
const count = 5;

if (import.meta.main) {
  const [name, commit, ...rest] = Deno.args;
  const study = studies.find((one) => one.name === name);
  if (!study || !commit || rest.length > 0) {
    console.error("usage: make carry STUDY=11_frozen FROM=<commit>");
    Deno.exit(1);
  }
  try {
    await carry(study, commit);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}

async function carry({ name, module }: (typeof studies)[number], commit: string): Promise<void> {
  if (scale() !== "laptop") throw new Error(`records are of SCALE=laptop, not ${scale()}`);
  const place = new URL(`../data/results/${name}.json`, import.meta.url);
  const record: StudyRecord<object> = JSON.parse(await Deno.readTextFile(place));
  const code = await codeHash(module);
  if (record.code === code) return console.log(`${name}: its record is up to date`);
  const tree = await checkedOut(commit);
  const then = await codeHash(module, new URL(`file://${tree}/`));
  if (then !== record.code) {
    throw new Error(
      `${name}: its record was not made by the code of ${commit}: name another commit`,
    );
  }
  console.log(`${name}: ${count} runs by the code of ${commit}, and by today's`);
  const [old, now] = [await sampled(tree, name), await sampled(root, name)];
  const differing = differingRuns(old, now);
  if (differing.length > 0) {
    throw new Error(`${name}: other rows in ${differing.join(", ")}: run make study STUDY=${name}`);
  }
  const runs = now.map((run) => run.name);
  const carried = [...record.carried ?? [], { from: then, date: today(), runs }];
  await writeWhole(place, format({ ...record, code, carried }));
  console.log(`${name}: equal rows in ${runs.join(", ")}: the record is today's code's`);
}

/** Names of the runs whose rows are not the same, bit for bit. */
export function differingRuns(old: readonly Sample[], now: readonly Sample[]): string[] {
  return now.filter((run, k) => !isDeepStrictEqual(run, old[k])).map(({ name }) => name);
}

/** A folder with the files of a commit, and the packages and data of this one. */
async function checkedOut(commit: string): Promise<string> {
  const hash = await output("git", ["rev-parse", "--verify", `${commit}^{commit}`], root);
  const tree = `${root}/build/carry/${hash.trim()}`;
  await Deno.mkdir(tree, { recursive: true });
  const files = `git archive ${hash.trim()} | tar -x -C ${JSON.stringify(tree)}`;
  await output("bash", ["-c", `set -o pipefail; ${files}`], root);
  for (const shared of [".venv", "node_modules", "data/downloads"]) {
    await Deno.symlink(`${root}/${shared}`, `${tree}/${shared}`).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
  }
  return tree;
}

/** Does some runs of a study with the code in a folder, in a process of their own. */
async function sampled(tree: string, name: string): Promise<Sample[]> {
  const script = `${root}/tools/carry/sample.ts`;
  const into = await Deno.makeTempFile();
  const config = `${tree}/deno.json`;
  const args = ["run", "-A", "--config", config, script, tree, name, String(count), into];
  await output(Deno.execPath(), args, tree, "inherit");
  const sample = JSON.parse(await Deno.readTextFile(into));
  await Deno.remove(into);
  return sample;
}

async function output(
  command: string,
  args: string[],
  cwd: string,
  shown: "piped" | "inherit" = "piped",
): Promise<string> {
  const process = new Deno.Command(command, { args, cwd, stdout: shown, stderr: "piped" });
  const { success, stdout, stderr } = await process.spawn().output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${command} ${args.join(" ")} failed:\n${text(stderr)}`);
  return shown === "piped" ? text(stdout) : "";
}
