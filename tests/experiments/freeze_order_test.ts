import assert from "node:assert/strict";
import { coastedSteps, freezeOrders } from "../../lib/experiments/freeze_order.ts";

Deno.test("coastedSteps() is what PyTorch's momentum does with weights that were frozen too late", () => {
  const rows = freezeOrders().filter(({ frozen, zero_grad, optimizer }) =>
    frozen === "after" && zero_grad === "to zeros" && optimizer === "momentum 0.9"
  );
  assert.equal(rows.length, 1);
  const [row] = rows;
  for (const name of ["kernel", "last layer"] as const) {
    const ratio = row[`${name} after 20`] / row[`${name} after 1`];
    // Six digits in the record.
    assert(Math.abs(ratio / coastedSteps(0.9, 20) - 1) < 1e-4, `${ratio}`);
  }
});

Deno.test("coastedSteps() counts a geometric sum", () => {
  assert.equal(coastedSteps(0.5, 3), 1.75);
  assert.equal(coastedSteps(0, 7), 1);
});
