import assert from "node:assert/strict";
import { inNotebook, progress } from "../../lib/jupyter/progress.ts";

Deno.test("inNotebook() is false in a test", () => {
  assert.equal(inNotebook(), false);
});

Deno.test("progress() asks for its note only when it draws: not on the first of many steps", () => {
  let asked = 0;
  progress("quick work", { done: 1, of: 1000, note: () => `asked ${++asked}` });
  assert.equal(asked, 0);
});
