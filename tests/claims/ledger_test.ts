/**
 * Measures the claims of all lessons and writes build/ledger.json: those that take at most ten
 * seconds, or with CLAIMS=all every one.
 */
import assert from "node:assert/strict";
import { allClaims as all } from "../../lib/claims/all_claims.ts";
import { type Claim, outcome, type Verdict } from "../../lib/claims/claim.ts";

const measured = Deno.env.get("CLAIMS") === "all"
  ? all
  : all.filter(({ options }) => (options.seconds ?? 0) <= 10);
const ledger: Verdict[] = [];

Deno.test("claims have ids of their own, a source and a reason", () => {
  assert.equal(new Set(all.map(({ options }) => options.id)).size, all.length);
  for (const { options } of all) {
    assert.match(options.id, /^\d\d-[a-z0-9-]+$/);
    assert(options.source.length > 0 && options.reason.length > 0, options.id);
    const bounded = typeof options.expected === "object";
    assert(bounded ? options.tolerance === 0 : options.tolerance > 0, `${options.id}: tolerance`);
  }
});

for (const claim of measured) {
  Deno.test(`claim ${claim.options.id} holds`, async () => {
    const verdict = await claim.judge();
    ledger.push(verdict);
    assert.equal(verdict.verdict, "holds", JSON.stringify(verdict));
    if (typeof claim.options.expected === "number") refusesWhatIsWrong(claim);
  });
}

/** The same claim must fail when what it expects is just beyond its tolerance of what is true. */
function refusesWhatIsWrong({ options: { expected, tolerance } }: Claim): void {
  for (const direction of [-1, 1]) {
    const wrong = expected as number + direction * 1.01 * tolerance;
    assert.equal(outcome(wrong, { expected, tolerance }), "fails");
  }
  assert.equal(outcome(NaN, { expected, tolerance }), "fails");
}

Deno.test.afterAll(async () => {
  await Deno.mkdir("build", { recursive: true });
  await Deno.writeTextFile("build/ledger.json.partial", JSON.stringify(ledger, null, 2) + "\n");
  await Deno.rename("build/ledger.json.partial", "build/ledger.json");
});
