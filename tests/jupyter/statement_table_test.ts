import assert from "node:assert/strict";
import { statementTable } from "../../lib/jupyter/statement_table.ts";
import { jupyterDisplay } from "../../lib/jupyter/display.ts";

Deno.test("statementTable() shows a statement with its verdict and its claims", () => {
  const row = { says: "it is so", source: "somebody", verdict: "imprecise", because: "not always" };
  const shown = statementTable([
    { ...row, data: "digits", claims: ["12-one", "12-two"] },
    { ...row, says: "nobody looked", data: "none", claims: [] },
  ]);
  const bundle = (shown as unknown as Record<symbol, () => Record<string, string>>)
    [jupyterDisplay]();
  const text = bundle["text/markdown"];
  assert.match(
    text,
    /it is so \| somebody \| \*\*imprecise\*\* \| not always \| digits \| 12-one, 12-two/,
  );
  assert.match(text, /nobody looked .*\| none \|/);
  const linked = statementTable(
    [{ ...row, data: "digits", claims: ["12-one"] }],
    (id) => `${id}.ipynb`,
  );
  assert.match(linked[jupyterDisplay]()["text/markdown"] as string, /\[12-one\]\(12-one\.ipynb\)/);
});
