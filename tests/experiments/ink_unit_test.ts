import assert from "node:assert/strict";
import { centred, inkHessian, inkOf, inkUnit } from "../../lib/experiments/ink_unit.ts";

const rows = [[0.3, 0], [1.1, 1], [2.3, 0], [1.7, 1], [0.2, 1]].map(([ink, label]) => ({
  ink,
  label: label as 0 | 1,
}));
const unit = inkUnit(rows);

Deno.test("inkUnit() has the gradient of central differences, and at 0 the Hessian too", () => {
  const h = 1e-5;
  for (const [w, b] of [[0.4, -0.7], [0, 0]]) {
    const [dw, db] = unit.gradient([w, b]);
    assert(Math.abs(dw - (unit.loss([w + h, b]) - unit.loss([w - h, b])) / (2 * h)) < 1e-9);
    assert(Math.abs(db - (unit.loss([w, b + h]) - unit.loss([w, b - h])) / (2 * h)) < 1e-9);
  }
  const [[ww, wb], [bw, bb]] = inkHessian(rows);
  const [up, down] = [unit.gradient([h, 0]), unit.gradient([-h, 0])];
  assert(Math.abs(ww - (up[0] - down[0]) / (2 * h)) < 1e-9);
  assert(Math.abs(wb - (up[1] - down[1]) / (2 * h)) < 1e-9);
  assert.equal(wb, bw);
  assert.equal(bb, 0.25);
});

Deno.test("inkUnit() guesses at weights 0, and stays finite far out", () => {
  assert(Math.abs(unit.loss([0, 0]) - Math.LN2) < 1e-15);
  assert(Number.isFinite(unit.loss([1e4, -1e4])));
});

Deno.test("inkOf() has ink of standard deviation 1, and centred() takes its mean away", async () => {
  const ink = await inkOf([0, 1]);
  assert(ink.length > 1500 && ink.some(({ label }) => label === 1));
  const mean = ink.reduce((sum, row) => sum + row.ink, 0) / ink.length;
  const square = ink.reduce((sum, row) => sum + (row.ink - mean) ** 2, 0) / (ink.length - 1);
  assert(mean > 1 && Math.abs(square - 1) < 1e-9);
  assert(Math.abs(centred(ink).reduce((sum, row) => sum + row.ink, 0)) < 1e-9 * ink.length);
});

Deno.test("inkOf() refuses what are not two different digits", async () => {
  for (const pair of [[1, 1], [3, 33], [0.5, 2], [NaN, 1]] as [number, number][]) {
    await assert.rejects(inkOf(pair), /two different digits/);
  }
});
