import assert from "node:assert/strict";
import { shares } from "../../lib/statistics/shares.ts";

Deno.test("shares() counts what lies beyond its range in the outermost bins", () => {
  const found = shares(Float32Array.from([-5, 0.1, 0.2, 0.9, 7]), { bins: 2, range: [0, 1] });
  assert.deepEqual(found, [0.6, 0.4]);
});
