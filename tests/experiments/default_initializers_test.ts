import assert from "node:assert/strict";
import { defaultInitializers } from "../../lib/experiments/default_initializers.ts";

Deno.test("defaultInitializers(): the uniform ones keep their promise, the normal ones do not", async () => {
  for (const { initializer, promised, measured } of await defaultInitializers()) {
    const ratio = measured / promised;
    if (initializer.includes("Normal")) assert(ratio > 0.75 && ratio < 0.8, initializer);
    else assert(Math.abs(ratio - 1) < 0.01, initializer);
  }
});
