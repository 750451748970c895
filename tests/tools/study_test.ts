import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
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
  const rows = await runAll(some(done, names), kept);
  assert.deepEqual(done, names);
  assert.deepEqual(rows, names.map((name) => ({ name, value: name.length })));
});

Deno.test("runAll() does a run again whose rows are half a file", async () => {
  const folder = await Deno.makeTempDir();
  const kept = pathToFileURL(`${folder}/`);
  await runAll(some([], ["a", "b"]), kept);
  await Deno.writeTextFile(`${folder}/b.json`, '[{"name": "b", "va');
  const done: string[] = [];
  const rows = await runAll(some(done, ["a", "b"]), kept);
  assert.deepEqual(done, ["b"]);
  assert.equal(rows.length, 2);
});
