/**
 * Measures the claims of all lessons and writes build/ledger.json: those that take at most ten
 * seconds, or with CLAIMS=all every one.
 */
import assert from "node:assert/strict";
import { claims as lesson00 } from "../../lib/claims/00_start_here.ts";
import { claims as lesson01 } from "../../lib/claims/01_activations.ts";
import { claims as lesson02 } from "../../lib/claims/02_inputs.ts";
import { claims as lesson03 } from "../../lib/claims/03_bad_initialization.ts";
import { claims as lesson04 } from "../../lib/claims/04_variance_growth.ts";
import { claims as lesson05 } from "../../lib/claims/05_good_initialization.ts";
import { claims as lesson06 } from "../../lib/claims/06_limits_of_initialization.ts";
import { claims as lesson07 } from "../../lib/claims/07_layerwise_pretraining.ts";
import { claims as lesson08 } from "../../lib/claims/08_batch_normalization.ts";
import { claims as lesson09 } from "../../lib/claims/09_why_it_works.ts";
import { claims as lesson10 } from "../../lib/claims/10_other_normalizations.ts";
import { claims as lesson11 } from "../../lib/claims/11_frozen_or_inference.ts";
import { claims as lesson12 } from "../../lib/claims/12_momentum_and_domain.ts";
import { type Claim, outcome, type Verdict } from "../../lib/claims/claim.ts";

const all: Claim[] = [
  lesson00,
  lesson01,
  lesson02,
  lesson03,
  lesson04,
  lesson05,
  lesson06,
  lesson07,
  lesson08,
  lesson09,
  lesson10,
  lesson11,
  lesson12,
].flatMap(
  (
    claims,
  ) => Object.values(claims),
);
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
