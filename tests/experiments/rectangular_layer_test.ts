import assert from "node:assert/strict";
import { rectangularLayer } from "../../lib/experiments/rectangular_layer.ts";

Deno.test("rectangularLayer() multiplies by fan-in·Var(W) forward and fan-out·Var(W) backward", async () => {
  const { forward, backward } = await rectangularLayer({
    fanIn: 307,
    fanOut: 101,
    variance: 0.03,
    examples: 211,
    seed: 2,
  });
  // Mean of 31,007 squares of weights: relative error √(2/31007), and as much again from the signals.
  const tolerance = 4 * 2 * Math.sqrt(2 / 31007) + 4 * Math.sqrt(2 / (211 * 101));
  assert(Math.abs(forward / (307 * 0.03) - 1) < tolerance, `${forward}`);
  assert(Math.abs(backward / (101 * 0.03) - 1) < tolerance, `${backward}`);
});
