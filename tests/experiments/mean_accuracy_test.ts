import assert from "node:assert/strict";
import { meanAccuracy } from "../../lib/experiments/mean_accuracy.ts";

Deno.test("meanAccuracy() is the mean of the nets' accuracies", () => {
  assert.equal(meanAccuracy([{ accuracy: 0.25 }, { accuracy: 0.75 }]), 0.5);
});
