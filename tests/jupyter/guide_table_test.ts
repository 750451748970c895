import assert from "node:assert/strict";
import { jupyterDisplay } from "../../lib/jupyter/display.ts";
import { guideTable } from "../../lib/jupyter/guide_table.ts";

Deno.test("guideTable() shows advice with its figure, and links its claims", () => {
  const row = { situation: "few images", advice: "freeze", because: "it is so", claims: ["12-a"] };
  const shown = guideTable([{ ...row, figure: "12_x/some" }], (id) => `${id}.ipynb`);
  const text = shown[jupyterDisplay]()["text/markdown"] as string;
  assert.match(text, /\| few images \| \*\*freeze\*\* \| it is so \(/);
  assert.match(text, /src="\.\.\/figures\/12_x\/some\.svg"/);
  assert.match(text, /\[12-a\]\(12-a\.ipynb\)/);
});
