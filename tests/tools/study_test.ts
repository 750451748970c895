import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { RunFiles } from "../../lib/experiments/study_runs.ts";
import { runAll } from "../../tools/study.ts";

const some = (done: string[], names: string[], failing = "") =>
  names.map((name) => ({
    name,
    run: () => {
      if (name === failing) throw new Error(`${name} was killed`);
      done.push(name);
      return Promise.resolve([{ name, value: name.length }]);
    },
  }));

Deno.test("runAll() goes on where a study was killed, and does nothing twice", async () => {
  const kept = pathToFileURL(`${await Deno.makeTempDir()}/study/`);
  const names = ["net 1/2, far", "net 2/2, far", "γ, β"];
  const done: string[] = [];
  await assert.rejects(async () => await runAll(some(done, names, "γ, β"), kept), /was killed/);
  assert.deepEqual(done, names.slice(0, 2));
  const { rows } = await runAll(some(done, names), kept);
  assert.deepEqual(done, names);
  assert.deepEqual(rows, names.map((name) => ({ name, value: name.length })));
});

Deno.test("runAll() does a run again whose rows are half a file", async () => {
  const folder = await Deno.makeTempDir();
  const kept = pathToFileURL(`${folder}/`);
  await runAll(some([], ["a", "b"]), kept);
  await Deno.writeTextFile(`${folder}/b.json`, '[{"name": "b", "va');
  const done: string[] = [];
  const { rows } = await runAll(some(done, ["a", "b"]), kept);
  assert.deepEqual(done, ["b"]);
  assert.equal(rows.length, 2);
});

Deno.test("runAll() gives a run a file of its own, and takes it away when its rows are kept", async () => {
  const kept = pathToFileURL(`${await Deno.makeTempDir()}/`);
  const begun: string[] = [];
  const run = (isKilled: boolean) => async ({ checkpoint, shared }: RunFiles) => {
    begun.push(await Deno.readTextFile(checkpoint).catch(() => "nothing"));
    await Deno.mkdir(shared, { recursive: true });
    await Deno.writeTextFile(checkpoint, "half");
    if (isKilled) throw new Error("killed");
    return [{ value: 1 }];
  };
  await assert.rejects(runAll([{ name: "a", run: run(true) }], kept), /killed/);
  await runAll([{ name: "a", run: run(false) }], kept);
  assert.deepEqual(begun, ["nothing", "half"]);
  const left = [...Deno.readDirSync(kept)].map(({ name }) => name).sort();
  assert.deepEqual(left, ["a.json", "shared"]);
});

Deno.test("runAll() knows how long the kept runs took", async () => {
  const kept = pathToFileURL(`${await Deno.makeTempDir()}/`);
  const slow = { name: "a", run: () => new Promise<[]>((done) => setTimeout(() => done([]), 30)) };
  assert.equal((await runAll([slow], kept)).secondsBefore, 0);
  assert((await runAll([slow], kept)).secondsBefore >= 0.02);
});
