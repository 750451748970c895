import assert from "node:assert/strict";
import { longerCases, onlyNormCases } from "../../lib/experiments/only_norm_study.ts";

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

Deno.test("longerCases() are usual ones that learn longer", () => {
  const usual = onlyNormCases();
  const longer = longerCases();
  assert.deepEqual(longer.map(({ trained }) => trained), ["everything", "BN", "others"]);
  for (const one of longer) {
    const same = ({ epochs: _, ...rest }: typeof one) => JSON.stringify(rest);
    const other = usual.find((each) => same(each) === same(one))!;
    assert(one.epochs > other.epochs);
  }
});
