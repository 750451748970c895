import assert from "node:assert/strict";
import { accuracyLead, gainLead } from "../../lib/claims/accuracy_lead.ts";

const rows = [
  { gain: 1, accuracy: 0.9 },
  { gain: 1, accuracy: 0.7 },
  { gain: 100, accuracy: 0.5 },
  { gain: 100, accuracy: 0.1 },
];

Deno.test("gainLead() pairs runs by their place: 0.4 and 0.6 have mean 0.5", () => {
  const { mean, low, high } = gainLead(rows, [1, 100]);
  assert(Math.abs(mean - 0.5) < 1e-12);
  // Student's t with one degree of freedom: 12.706·s/√2, s = 0.1·√2.
  assert(Math.abs(high - mean - 12.706 * 0.1) < 1e-3 && Math.abs(low + high - 1) < 1e-12);
});

Deno.test("accuracyLead() is paired: a constant difference has no interval", () => {
  const rows = [0.5, 0.75, 0.25].map((accuracy) => ({ accuracy }));
  const others = rows.map(({ accuracy }) => ({ accuracy: accuracy - 0.125 }));
  assert.deepEqual(accuracyLead(rows, others), { mean: 0.125, low: 0.125, high: 0.125 });
});
