import { strict as assert } from "node:assert";
import { isSoftware } from "../../lib/tensorflow/webgpu.ts";

Deno.test("isSoftware() tells a CPU that plays a graphics card from a card", () => {
  const card = (description: string, isFallbackAdapter = false) => ({
    description,
    isFallbackAdapter,
  });
  assert(isSoftware(card("llvmpipe (LLVM 15.0.6, 256 bits)")));
  assert(isSoftware(card("SwiftShader Device (Subzero)")));
  assert(isSoftware(card("Microsoft Basic Render Driver")));
  assert(isSoftware(card("", true)));
  assert(!isSoftware(card("NVIDIA GeForce RTX 4070")));
  assert(!isSoftware(card("Apple M2")));
});
