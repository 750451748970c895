import assert from "node:assert/strict";
import {
  machine,
  othersCores,
  readProcessTicks,
  readTicks,
  watched,
} from "../../../tools/bench/machine.ts";

Deno.test("readTicks() reads busy and idle ticks of all cores", () => {
  const ticks = readTicks("cpu  100 0 20 300 5 0 0 0 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
  assert.deepEqual(ticks, { all: 425, idle: 305 });
  assert.equal(readTicks(""), undefined);
});

Deno.test("readProcessTicks() adds user and system time, whatever the name of the program", () => {
  const before = "S 1 2 3 4 5 6 7 8 9 10";
  assert.equal(readProcessTicks(`42 (a ) b) ${before} 31 5 0 0`), 36);
  assert.equal(readProcessTicks(""), undefined);
});

Deno.test("othersCores() takes our own ticks off the busy ones", () => {
  const [before, after] = [{ all: 425, idle: 305 }, { all: 525, idle: 345 }];
  const cores = navigator.hardwareConcurrency;
  assert.equal(othersCores(before, after, 35), cores * 25 / 100);
  assert.equal(othersCores(before, after, 61), 0);
  assert.equal(othersCores(before, before, 0), 0);
});

Deno.test("watched() gives what the action gives, and no cores for a process that is not there", async () => {
  assert.deepEqual(await watched(2 ** 30, () => Promise.resolve(7)), { result: 7, taken: null });
});

Deno.test("machine() names processor, cores, memory and system", async () => {
  const text = await machine();
  assert.match(text, /.+, \d+ cores?, \d+ GiB, .+ \(\w+\)$/);
});
