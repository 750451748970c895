import assert from "node:assert/strict";
import { table } from "../../lib/jupyter/table.ts";

Deno.test("table() rounds numbers to four digits and keeps words", () => {
  const frame = table([{ name: "a", value: 0.123456, none: 1e-17 }, {
    name: "b",
    value: 98765.4,
    none: 0,
  }]);
  assert.deepEqual(frame.toRecords(), [
    { name: "a", value: 0.1235, none: 0 },
    { name: "b", value: 98770, none: 0 },
  ]);
});

Deno.test("table() refuses no rows", () => {
  assert.throws(() => table([]), /there must be a row/);
});
