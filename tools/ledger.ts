/**
 * `make ledger`: measures every claim of the course, with the time left, and writes
 * `data/results/15_ledger.json`, which lesson 15 shows. What was measured is kept in `build/ledger/` by
 * lesson, code and records: it goes on where it was stopped, and a change in one lesson, or in a record
 * that it may read, measures that one again.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { claimsOfLessons } from "../lib/claims/all_claims.ts";
import { codeHash } from "./code_hash.ts";
import { format, provenance, runAll, writeWhole } from "./study.ts";

const results = new URL("../data/results/", import.meta.url);
const record = new URL("15_ledger.json", results);

const start = performance.now();
const rows = [];
for (const [lesson, claims] of Object.entries(claimsOfLessons)) {
  console.log(lesson);
  const kept = new URL(`../build/ledger/${lesson}-${await fingerprint(lesson)}/`, import.meta.url);
  const runs = claims.map((claim) => ({
    name: claim.options.id,
    run: async () => [await claim.judge()],
  }));
  rows.push(...(await runAll(runs, kept)).rows);
}
await writeWhole(
  record,
  format({
    study: "15_ledger",
    command: "deno run -A tools/ledger.ts",
    ...provenance(),
    seconds: Math.round(rows.reduce((sum, { seconds }) => sum + seconds, 0)),
    code: await codeHash("lib/claims/all_claims.ts"),
    rows,
  }),
);
const broken = rows.filter(({ verdict }) => verdict !== "holds");
const seconds = Math.round((performance.now() - start) / 1000);
console.log(`${rows.length} claims in ${seconds} s, ${broken.length} do not hold`);
for (const { id, verdict } of broken) console.log(`${id}: ${verdict}`);

/** What decides the verdicts of a lesson: its code, and the rows of all records up to that lesson's. */
async function fingerprint(lesson: string): Promise<string> {
  const hash = createHash("sha256").update(await codeHash(`lib/claims/${lesson}.ts`));
  const upTo = `${lesson.slice(0, 2)}~`;
  const names = [...Deno.readDirSync(results)].map(({ name }) => name)
    .filter((name) => name < upTo && name !== "15_ledger.json").sort();
  for (const name of names) {
    const { rows } = JSON.parse(await Deno.readTextFile(new URL(name, results)));
    hash.update(name).update(JSON.stringify(rows));
  }
  return hash.digest("hex").slice(0, 12);
}
