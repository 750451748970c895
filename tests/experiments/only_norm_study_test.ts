import assert from "node:assert/strict";
import { onlyNormCases } from "../../lib/experiments/only_norm_study.ts";

Deno.test("onlyNormCases() asks each question once, and varies one thing at a time", () => {
  const cases = onlyNormCases();
  assert.equal(new Set(cases.map((one) => JSON.stringify(one))).size, cases.length);
  const usual = cases.find(({ trained }) => trained === "BN")!;
  const free = ["trained", "learningRate", "epochs"];
  for (const one of cases) {
    const changed = (Object.keys(usual) as (keyof typeof usual)[])
      .filter((key) => !free.includes(key) && one[key] !== usual[key]);
    assert(changed.length <= 1, JSON.stringify(one));
  }
});
