import assert from "node:assert/strict";
import {
  frameworksBesideOurs,
  frameworkSteps,
  ourStep,
  seenMode,
  stepDifference,
  tensorflowJsStep,
} from "../../lib/experiments/frozen_step.ts";
import { frozenAs } from "../../lib/normalization/frozen.ts";

/** Numbers up to 3 after some twenty roundings in float32, and seven digits in the record. */
const tolerance = 3 * 20 * 2 ** -24;

Deno.test("our layer does in each mode what the framework that gives it its name did", async () => {
  const steps = await frameworksBesideOurs();
  assert.equal(steps.length, frameworkSteps().length);
  for (const { framework, call, difference } of steps) {
    assert(difference < tolerance, `${framework}: ${call}: ${difference}`);
  }
});

Deno.test("TensorFlow.js freezes γ and β of a batch normalization, and nothing else", async () => {
  const frozen = await tensorflowJsStep(false);
  assert(
    stepDifference(frozen, await ourStep(frozenAs["TensorFlow.js 4.22: trainable = false"])) <
      tolerance,
  );
  const moves = { "running mean": "moves", "running variance": "moves" };
  assert.deepEqual(seenMode(frozen), {
    "normalizes by": "batch",
    ...moves,
    γ: "stays",
    β: "stays",
  });
});

Deno.test("seenMode() tells all eight modes apart", async () => {
  const seen = new Set<string>();
  for (const statistics of ["batch", "running"] as const) {
    for (const updates of [false, true]) {
      for (const affine of [false, true]) {
        const found = seenMode(await ourStep({ statistics, updates, affine }));
        assert.equal(found["normalizes by"], statistics);
        assert.equal(found["running mean"] === "moves", updates);
        assert.equal(found["running variance"] === "moves", updates);
        assert.equal(found.γ === "moves", affine);
        assert.equal(found.β === "moves", affine);
        seen.add(JSON.stringify(found));
      }
    }
  }
  assert.equal(seen.size, 8);
});
