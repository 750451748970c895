import assert from "node:assert/strict";
import { claims as lesson11 } from "../../lib/claims/11_frozen_or_inference.ts";
import { claims as lesson12 } from "../../lib/claims/12_momentum_and_domain.ts";
import { statements } from "../../lib/claims/12_statements.ts";

const known = new Set(
  [lesson11, lesson12].flatMap((claims) => Object.values(claims)).map(({ options }) => options.id),
);

Deno.test("every statement names claims that there are, and data that they rest on", () => {
  for (const { says, claims, data, because } of statements) {
    assert(data.length > 0 && because.length > 0, says);
    assert(claims.length > 0, `${says}: no claim`);
    for (const id of claims) assert(known.has(id), `${says}: there is no claim ${id}`);
  }
  assert.equal(new Set(statements.map(({ says }) => says)).size, statements.length);
});
