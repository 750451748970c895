import { strict as assert } from "node:assert";
import { decide, describe, type Facts, type Finding } from "../../lib/tensorflow/device.ts";

const here: Finding = { usable: true, hardware: "CPU, 3 threads", software: false };
const played: Finding = { usable: true, hardware: "llvmpipe", software: true };
const gone: Finding = { usable: false, why: "the addon is missing", remedy: "run `make`" };

function refusal(facts: Facts): string {
  const decision = decide(facts);
  assert(decision.do === "refuse", `expected a refusal, received ${JSON.stringify(decision)}`);
  return decision.error.message;
}

Deno.test("decide() looks at native, webgpu and wasm in this order, and no further than needed", () => {
  assert.deepEqual(decide({}), { do: "probe", name: "native" });
  assert.deepEqual(decide({ wish: "" }), { do: "probe", name: "native" });
  assert.deepEqual(decide({ native: gone }), { do: "probe", name: "webgpu" });
  assert.deepEqual(decide({ native: gone, webgpu: gone }), { do: "probe", name: "wasm" });
});

Deno.test("decide() takes the first usable backend and says why not the better ones", () => {
  const native = decide({ native: here });
  assert(native.do === "use" && native.name === "native" && native.found === here);
  const webgpu = decide({ native: gone, webgpu: here });
  assert(webgpu.do === "use" && webgpu.name === "webgpu");
  assert.equal(webgpu.reason, "no native: the addon is missing (run `make`)");
  const wasm = decide({ native: gone, webgpu: gone, wasm: here });
  assert(wasm.do === "use" && wasm.name === "wasm");
  assert.match(wasm.reason, /no native: .*`make`.*; no webgpu: .*`make`/);
});

Deno.test("decide() takes a graphics card played by the CPU only when asked", () => {
  const facts = { native: gone, webgpu: played };
  assert.deepEqual(decide(facts), { do: "probe", name: "wasm" });
  const wasm = decide({ ...facts, wasm: here });
  assert(wasm.do === "use" && wasm.name === "wasm");
  assert.match(wasm.reason, /COURSE_BACKEND=webgpu/);
  const asked = decide({ wish: "webgpu", webgpu: played });
  assert(asked.do === "use" && asked.name === "webgpu");
});

Deno.test("decide() looks only at the backend that is asked for", () => {
  assert.deepEqual(decide({ wish: "wasm", native: here }), { do: "probe", name: "wasm" });
  const wasm = decide({ wish: "wasm", native: here, wasm: here });
  assert(wasm.do === "use" && wasm.name === "wasm");
  assert.equal(wasm.reason, "asked for by COURSE_BACKEND=wasm");
});

Deno.test("decide() refuses an unknown, an unusable and an absent backend, and says what to do", () => {
  assert.match(refusal({ wish: "cuda" }), /native, webgpu or wasm.*received "cuda".*unset/);
  assert.match(refusal({ wish: "native", native: gone }), /addon is missing.*run `make`/);
  const none = refusal({ native: gone, webgpu: gone, wasm: gone });
  assert.match(none, /one must be usable.*no wasm: .*run `make`/);
});

Deno.test("describe() keeps lessons tiny on wasm and on a played card, and reads WebGPU later", () => {
  const use = { do: "use", reason: "a reason" } as const;
  const native = describe({ ...use, name: "native", found: here });
  assert.deepEqual([native.defaultScale, native.readsSynchronously], ["laptop", true]);
  const webgpu = describe({ ...use, name: "webgpu", found: here });
  assert.deepEqual([webgpu.defaultScale, webgpu.readsSynchronously], ["laptop", false]);
  assert.equal(describe({ ...use, name: "webgpu", found: played }).defaultScale, "tiny");
  assert.equal(describe({ ...use, name: "wasm", found: here }).defaultScale, "tiny");
});

Deno.test("describe() shows name, hardware and reason in Jupyter", () => {
  const found: Finding = { usable: true, hardware: "CPU, 3 threads", software: false };
  const device = describe({ do: "use", name: "wasm", found, reason: "a reason" });
  const shown = device[Symbol.for("Jupyter.display") as keyof typeof device] as unknown;
  const bundle = (shown as () => Record<string, string>)();
  assert.equal(bundle["text/plain"], "wasm on CPU, 3 threads: a reason");
  assert.equal(bundle["text/markdown"], "**wasm** on CPU, 3 threads: a reason");
});
