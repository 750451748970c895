import assert from "node:assert/strict";
import { device, tf } from "../../../lib/tensorflow/tf.ts";
import { compareWithEager } from "./compare_with_eager.ts";

/** Programs in every run of the tests; `make fuzz` does 1,000. */
const seeds = Array.from({ length: 24 }, (_, seed) => seed);

for (const seed of seeds) {
  Deno.test({
    name: `compile() computes what TensorFlow.js computes: random program ${seed}`,
    ignore: device.name !== "native",
    fn() {
      const before = tf.memory().numTensors;
      const { outcome, text, how, difference, tolerance, message } = compareWithEager(seed);
      const report = `${text}; ${how}: ${outcome}, ${difference} > ${tolerance} ${message ?? ""}`;
      assert(outcome === "equal" || outcome === "refused", report);
      assert.equal(tf.memory().numTensors, before, `tensors left behind by ${text}`);
    },
  });
}
