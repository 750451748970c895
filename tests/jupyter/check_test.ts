import assert from "node:assert/strict";
import { check, type CheckedRow, ledger, ledgerOf, shortNumber } from "../../lib/jupyter/check.ts";
import { jupyterDisplay, markdownTable } from "../../lib/jupyter/display.ts";

const row = (id: string, verdict: string): CheckedRow => ({
  id,
  statement: `statement of ${id}`,
  expected: 1,
  measured: 1.01,
  tolerance: 0.05,
  reason: "for the test",
  verdict,
});
const judged = (id: string, verdict: string) => ({
  judge: () => Promise.resolve(row(id, verdict)),
});

Deno.test("check() shows expected, measured, tolerance with its reason, and the verdict", async () => {
  const shown = (await check(judged("a", "holds"), judged("b", "fails")))[jupyterDisplay]();
  const text = shown["text/markdown"] as string;
  assert.match(text, /\| statement of a \| 1 \| 1.01 \| 0.05: for the test \| ✓ \|/);
  assert.match(text, /\| statement of b .* ✗ fails \|/);
  assert.equal(shown["text/plain"], text);
});

Deno.test("ledger() lists each claim once, with what was measured last", async () => {
  await check(judged("c", "fails"));
  await check(judged("c", "not decided"));
  const text = ledger()[jupyterDisplay]()["text/markdown"] as string;
  assert.equal(text.match(/\| c \|/g)?.length, 1);
  assert.match(text, /\| c \|.*\? not decided/);
});

Deno.test("markdownTable() keeps a cell's bars from ending it", () => {
  const text = markdownTable(["a"], [["|x|"]])[jupyterDisplay]()["text/markdown"] as string;
  assert.match(text, /\| \\\|x\\\| \|/);
});

Deno.test("check() shows bounds and intervals in words", async () => {
  const decided = {
    ...row("d", "holds"),
    expected: { above: 0.4 },
    measured: { mean: 0.5, low: 0.45, high: 0.55 },
  };
  const text =
    (await check({ judge: () => Promise.resolve(decided) }))[jupyterDisplay]()["text/markdown"];
  assert.match(text as string, /\| > 0.4 \| 0.5 \(0.45 to 0.55\) \|/);
});

Deno.test("shortNumber() keeps six digits and writes powers of ten as such", () => {
  assert.equal(shortNumber(1 / 3), "0.333333");
  assert.equal(shortNumber(2), "2");
  assert.equal(shortNumber(9.5367431640625e-7), "9.53674·10⁻⁷");
  assert.equal(shortNumber(-3e25), "-3·10²⁵");
  assert.equal(shortNumber(NaN), "NaN");
});

Deno.test("ledgerOf() shows claims with their sources, linked", () => {
  const rows = [{ ...row("e", "holds"), source: "somebody 2020" }];
  const text = ledgerOf(rows, (id) => `lesson_${id}.ipynb`)[jupyterDisplay]()["text/markdown"];
  assert.match(text as string, /\[e\]\(lesson_e\.ipynb\) .*\| somebody 2020 \|.*\| holds \|/);
});
