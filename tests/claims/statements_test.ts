import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { allClaims, notebookOf } from "../../lib/claims/all_claims.ts";
import { statements as of12 } from "../../lib/claims/12_statements.ts";
import { statements as of13 } from "../../lib/claims/13_statements.ts";
import { statements as of14 } from "../../lib/claims/14_statements.ts";
import { guide } from "../../lib/claims/15_guide.ts";
import { statements as of15 } from "../../lib/claims/15_statements.ts";

const known = new Set(allClaims.map(({ options }) => options.id));

for (const [lesson, statements] of Object.entries({ of12, of13, of14, of15 })) {
  Deno.test(`every statement ${lesson} names claims that there are, and data that they rest on`, () => {
    for (const { says, claims, data, because } of statements) {
      assert(data.length > 0 && because.length > 0, says);
      assert(claims.length > 0, `${says}: no claim`);
      for (const id of claims) assert(known.has(id), `${says}: there is no claim ${id}`);
    }
    assert.equal(new Set(statements.map(({ says }) => says)).size, statements.length);
  });
}

Deno.test("every line of the guide has a figure and claims", () => {
  for (const { situation, figure, claims } of guide) {
    const file = new URL(`../../figures/${figure}.svg`, import.meta.url);
    assert(existsSync(file), `${situation}: there is no figure ${figure}`);
    assert(claims.length > 0, situation);
    for (const id of claims) assert(known.has(id), `${situation}: there is no claim ${id}`);
  }
});

Deno.test("notebookOf() names notebooks that there are", () => {
  for (const id of known) {
    assert(existsSync(new URL(`../../notebooks/${notebookOf(id)}`, import.meta.url)), id);
  }
  assert.throws(() => notebookOf("99-nothing"), RangeError);
});
