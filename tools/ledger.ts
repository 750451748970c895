/**
 * `make ledger`: measures every claim of the course, with the time left, and writes
 * `data/results/15_ledger.json`, which lesson 15 shows. What was measured is kept in `build/ledger/` by
 * lesson and code: it goes on where it was stopped, and a change in one lesson measures that one again.
 *
 * @module
 */
import { claimsOfLessons } from "../lib/claims/all_claims.ts";
import { device } from "../lib/tensorflow/tf.ts";
import { codeHash } from "./code_hash.ts";
import { format, machine, runAll, writeWhole } from "./study.ts";

const record = new URL("../data/results/15_ledger.json", import.meta.url);

const start = performance.now();
const rows = [];
for (const [lesson, claims] of Object.entries(claimsOfLessons)) {
  console.log(lesson);
  const code = await codeHash(`lib/claims/${lesson}.ts`);
  const kept = new URL(`../build/ledger/${lesson}-${code.slice(0, 12)}/`, import.meta.url);
  const runs = claims.map((claim) => ({
    name: claim.options.id,
    run: async () => [await claim.judge()],
  }));
  rows.push(...await runAll(runs, kept));
}
await writeWhole(
  record,
  format({
    study: "15_ledger",
    command: "deno run -A tools/ledger.ts",
    machine: machine(),
    device: `${device.name} (${device.hardware})`,
    date: new Date().toISOString().slice(0, 10),
    seconds: Math.round(rows.reduce((sum, { seconds }) => sum + seconds, 0)),
    code: await codeHash("lib/claims/all_claims.ts"),
    rows,
  }),
);
const broken = rows.filter(({ verdict }) => verdict !== "holds");
const seconds = Math.round((performance.now() - start) / 1000);
console.log(`${rows.length} claims in ${seconds} s, ${broken.length} do not hold`);
for (const { id, verdict } of broken) console.log(`${id}: ${verdict}`);
