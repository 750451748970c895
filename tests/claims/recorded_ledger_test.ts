import assert from "node:assert/strict";
import { margins, measureAgain, recordedLedger, unrecorded } from "../../lib/claims/ledger.ts";

Deno.test("the recorded ledger has every claim as it is today, and all hold", () => {
  const rows = recordedLedger();
  assert.deepEqual(unrecorded(rows), [], "`make ledger` measures them");
  assert.deepEqual(rows.filter(({ verdict }) => verdict !== "holds").map(({ id }) => id), []);
});

Deno.test("unrecorded() finds a claim that is missing, or whose words have changed", () => {
  const rows = recordedLedger();
  assert.deepEqual(unrecorded(rows.slice(1)), [rows[0].id]);
  const changed = rows.map((row, k) => k === 3 ? { ...row, statement: "other words" } : row);
  assert.deepEqual(unrecorded(changed), [rows[3].id]);
});

Deno.test("margins() is 1 where the interval touches the bound", () => {
  const [row] = recordedLedger();
  const measured = { mean: 3, low: 2, high: 4 };
  const of = (expected: typeof row.expected) => margins([{ ...row, expected, measured }]);
  assert.deepEqual(of({ above: 2 }), [1]);
  assert.deepEqual(of({ below: 9 }), [6]);
  assert.deepEqual(of(3), []);
  assert.deepEqual(margins([{ ...row, measured: 3 }]), []);
});

Deno.test("measureAgain() counts every claim once, and measures nothing that took longer", async () => {
  const rows = recordedLedger();
  const tallies = await measureAgain(rows, { below: 0 });
  const sum = (of: (tally: (typeof tallies)[number]) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  assert.equal(sum(({ claims }) => claims), rows.length);
  assert.equal(sum(({ holds }) => holds), rows.length);
  assert.equal(sum((tally) => tally["measured again"]), 0);
});
