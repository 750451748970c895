import assert from "node:assert/strict";
import { Claim, type ClaimOptions, outcome } from "../../lib/claims/claim.ts";

const right: ClaimOptions = {
  id: "99-two",
  statement: "1 + 1 = 2",
  source: "arithmetic",
  kind: "exact",
  expected: 2,
  tolerance: 0.1,
  reason: "for the test",
  measure: () => 2.05,
};

Deno.test("judge() of a claim within its tolerance holds, and the row says all", async () => {
  const { seconds, ...row } = await new Claim(right).judge();
  assert(seconds >= 0);
  assert.deepEqual(row, {
    id: "99-two",
    lesson: "99",
    statement: "1 + 1 = 2",
    source: "arithmetic",
    expected: 2,
    measured: 2.05,
    tolerance: 0.1,
    reason: "for the test",
    verdict: "holds",
  });
});

for (
  const [why, measured] of [["too large", 2.11], ["too small", 1.89], ["NaN", NaN], [
    "infinite",
    Infinity,
  ]] as const
) {
  Deno.test(`judge() of a claim whose measure is ${why} fails`, async () => {
    const { verdict } = await new Claim({ ...right, measure: () => measured }).judge();
    assert.equal(verdict, "fails");
  });
}

Deno.test("outcome() of a bound is decided only by an interval on one side of it", () => {
  const above = { expected: { above: 0.4 }, tolerance: 0 };
  assert.equal(outcome({ mean: 0.5, low: 0.41, high: 0.6 }, above), "holds");
  assert.equal(outcome({ mean: 0.5, low: 0.39, high: 0.6 }, above), "not decided");
  assert.equal(outcome({ mean: 0.2, low: 0.1, high: 0.3 }, above), "fails");
  assert.equal(outcome({ mean: 0.5, low: NaN, high: 0.6 }, above), "fails");
  assert.equal(outcome(0.3, { expected: { below: 0.4 }, tolerance: 0 }), "holds");
});
