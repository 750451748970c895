import assert from "node:assert/strict";
import { join } from "node:path";
import type { Outcome } from "../../../tools/bench/measure.ts";
import {
  type BenchRecord,
  isDisturbed,
  merged,
  readRecord,
  type Row,
  rowsOf,
  slopesOf,
  writeRecord,
} from "../../../tools/bench/record.ts";
import { works } from "../../../tools/bench/works.ts";

const [dense] = works;
const params = { batch: 60 };

function outcome(name: string, times: number[], more: { against?: string; error?: string } = {}) {
  const [peer, variant] = name.split(" ");
  const { against = "step", error } = more;
  return {
    contestant: { peer, variant, against },
    times,
    taken: [],
    versions: {},
    error,
  } as Outcome;
}

function row(work: string, more: Partial<Row> = {}): Row {
  const [made] = rowsOf({ ...dense, id: work }, params, [outcome("ours step", [2])]);
  return { ...made, ...more };
}

function record(rows: Row[], machine = "one core"): BenchRecord {
  return { command: "make bench", machine, date: "2026-01-31", slopes: [], rows };
}

Deno.test("rowsOf() compares each with the variant of ours that it is to be compared with", () => {
  const rows = rowsOf(dense, params, [
    outcome("ours step", [2, 3, 4]),
    outcome("ours loop", [1, 1, 1]),
    outcome("torch eager", [6, 6, 12]),
    outcome("jax scan", [5, 5, 5], { against: "loop" }),
    outcome("jax jit", [], { error: "broken" }),
  ]);
  assert.deepEqual(rows.map(({ ours, theirs, ratio }) => [ours, theirs, ratio]), [
    [3, null, null],
    [1, null, null],
    [3, 6, 2],
    [1, 5, 5],
    [3, null, null],
  ]);
  assert.equal(rows[4].error, "broken");
});

Deno.test("rowsOf() has no ratio where ours failed or has fewer rounds", () => {
  const failed = [
    outcome("ours step", [2, 3], { error: "broken" }),
    outcome("jax jit", [5, 6]),
  ];
  assert.deepEqual(rowsOf(dense, params, failed).map((row) => row.ratio), [null, null]);
  assert.equal(rowsOf(dense, params, failed)[1].theirs, 5.5);
  const alone = rowsOf(dense, params, [outcome("jax jit", [5, 6])]);
  assert.deepEqual([alone[0].ours, alone[0].ratio], [null, null]);
});

Deno.test("isDisturbed() tells rows where other programs took a core, from either side", () => {
  const own = { ...outcome("ours step", [2, 2, 2]), taken: [0, 0.234, 1] };
  const calm = { ...outcome("jax jit", [2, 2, 2]), taken: [0, 0.04, 2] };
  const blind = { ...outcome("torch eager", [2, 2, 2]), taken: [null, null, null] };
  const rows = rowsOf(dense, params, [own, calm, blind]);
  assert.deepEqual(rows.map((row) => row.taken), [0.23, 0.23, 0.23]);
  assert.deepEqual(rows.map(isDisturbed), [true, true, true]);
  const others = rowsOf(dense, params, [calm, blind]);
  assert.deepEqual(others.map((row) => row.taken), [0.04, null]);
  assert.deepEqual(others.map(isDisturbed), [false, false]);
});

Deno.test("merged() replaces the works measured anew, in the order of the works", () => {
  const before = record([row("resnet20"), row("conv7", { rounds: 99 })]);
  const { rows } = merged(before, record([row("conv7"), row("dense_bn")]));
  assert.deepEqual(rows.map((row) => row.work), ["dense_bn", "conv7", "resnet20"]);
  assert.equal(rows[1].rounds, 1);
});

Deno.test("merged() drops what another machine measured", () => {
  const { rows } = merged(record([row("resnet20")]), record([row("conv7")], "two cores"));
  assert.deepEqual(rows.map((row) => row.work), ["conv7"]);
});

Deno.test("slopesOf() gives the power of a sweep to whoever did two sizes", () => {
  const sizes = [50, 100, 400];
  const own = sizes.map((width) => row("scaling_width", { params: { width }, ours: width ** 2 }));
  const lone = row("scaling_width", { params: { width: 50 }, peer: "torch", theirs: 1 });
  const slopes = slopesOf([...own, lone, row("dense_bn")]);
  assert.deepEqual(slopes.map(({ work, peer }) => [work, peer]), [["scaling_width", "ours"]]);
  assert.ok(Math.abs(slopes[0].power - 2) < 1e-12);
});

Deno.test("writeRecord() writes what readRecord() reads, one row a line", async () => {
  const folder = await Deno.makeTempDir({ prefix: "bench_record_" });
  try {
    const path = join(folder, "results", "bench.json");
    assert.equal(await readRecord(path), undefined);
    const written = merged(undefined, record([row("dense_bn"), row("conv7")]));
    await writeRecord(path, written);
    assert.deepEqual(await readRecord(path), written);
    const lines = (await Deno.readTextFile(path)).split("\n");
    assert.equal(lines.filter((line) => line.includes('"work"')).length, 2);
    await Deno.writeTextFile(path, "{");
    await assert.rejects(readRecord(path), /git checkout/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
