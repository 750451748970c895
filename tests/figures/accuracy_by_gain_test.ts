import assert from "node:assert/strict";
import { accuracyByGain } from "../../lib/figures/accuracy_by_gain.ts";

Deno.test("accuracyByGain() draws the study in order of gain and the live runs as points, in percent", () => {
  const row = (gain: number, accuracy: number) => ({ activation: "tanh", gain, accuracy });
  const { data } = accuracyByGain([row(10, 0.5), row(10, 0.7), row(1, 0.2), row(1, 0.4)], [
    row(1, 0.3),
  ]);
  const line = data[1] as { x: number[]; y: number[] };
  assert.deepEqual([line.x, line.y.map(Math.round)], [[1, 10], [30, 60]]);
  const live = data[2] as { x: number[]; y: number[] };
  assert.deepEqual([live.x, live.y], [[1], [30]]);
});
